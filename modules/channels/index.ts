import { defineModule, defineReport } from '../../model/index.ts'
import { accrueRebate } from './accrueRebate.ts'
import { approveDeal } from './approveDeal.ts'
import { dealRegistration, partner, rebate } from './partner.ts'
import { registerDeal } from './registerDeal.ts'
import { rejectDeal } from './rejectDeal.ts'
import { dealProtection } from './terms.ts'

export { dealRegistration, partner, rebate } from './partner.ts'

const rebatesByPartner = defineReport('rebates_by_partner', {
  label: { zh: '渠道返点', en: 'Rebates by partner' },
  object: 'rebate',
  where: 'accrued_on >= p_from and accrued_on < p_to',
  parameters: {
    p_from: { type: 'date', default: 'month_start' },
    p_to: { type: 'date', default: 'month_end' },
  },
  groups: [{ name: 'partner', label: { zh: '伙伴', en: 'Partner' }, expression: 'partner' }],
  measures: [
    { name: 'base', label: { zh: '回款', en: 'Received' }, of: 'sum', expression: 'base' },
    { name: 'amount', label: { zh: '返点', en: 'Rebate' }, of: 'sum', expression: 'amount' },
  ],
  sort: '-amount',
})

export const channels = defineModule({
  name: 'channels',
  label: { zh: '渠道', en: 'Channels' },
  objects: [partner, dealRegistration, rebate],
  terms: [dealProtection],
  actions: [registerDeal, approveDeal, rejectDeal],
  reactions: [accrueRebate],
  reports: [rebatesByPartner],
})
