import type { Work } from '../../model/index.ts'
import { item, type Item } from './item.ts'
import { splitDemand } from './shortage.ts'

export interface Asked {
  readonly item?: string
  readonly code?: string
  readonly quantity: string
}

export interface StockAnswer {
  readonly item: string | null
  readonly code: string | null
  readonly name: string | null
  readonly quantity: string
  readonly on_hand: string
  readonly reserved: string
  readonly available: string
  readonly shortage: string
  readonly supply: 'make' | 'buy'
}

export async function itemOf(work: Work, { item: id, code }: Asked): Promise<Item | null> {
  if (id) return work.first(item, { where: 'id = wanted', with: { wanted: id } })
  return code ? work.first(item, { where: 'code = wanted', with: { wanted: code } }) : null
}

export function answerFor({ quantity }: Asked, found: Item | null): StockAnswer {
  const available = found?.available ?? '0'
  return {
    item: found?.id ?? null,
    code: found?.code ?? null,
    name: found?.name ?? null,
    quantity,
    on_hand: found?.on_hand ?? '0',
    reserved: found?.reserved ?? '0',
    available,
    shortage: splitDemand({ ordered: quantity, available }).shortage,
    supply: found?.make_or_buy ?? 'make',
  }
}
