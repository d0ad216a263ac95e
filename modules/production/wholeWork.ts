import { wholePieces } from '../inventory/index.ts'
import { jobCard } from './jobCard.ts'
import { workOrder } from './workOrder.ts'

/** Pieces are made and reported whole, where their item is counted. */
export const wholeWork = [
  wholePieces(workOrder, ['quantity', 'good', 'received'], (row) => ({ item: row.item })),
  wholePieces(jobCard, ['quantity', 'good', 'scrap'], (row) => ({ item: row.item })),
]
