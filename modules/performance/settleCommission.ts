import { defineAction } from '../../model/index.ts'
import { commissionEntry } from './commission.ts'

export const settleCommission = defineAction(commissionEntry, 'settle', {
  label: { zh: '结算', en: 'Settle' },
  when: 'state = "draft"',
  because: { zh: '已结算', en: 'Settled already' },
  run: async (work, row) =>
    work.change(commissionEntry, row.id, { state: 'settled', settled_on: work.today() }),
})
