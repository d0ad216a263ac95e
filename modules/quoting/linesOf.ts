import type { Work } from '../../model/index.ts'
import { quoteLine, type QuoteLine } from './quoteLine.ts'

export const linesOf = (work: Work, offer: string): Promise<QuoteLine[]> =>
  work.find(quoteLine, { where: 'quote = offer', with: { offer }, sort: 'created_at' })
