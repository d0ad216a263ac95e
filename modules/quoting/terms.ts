import { defineTerm } from '../../model/index.ts'

export const quoteFollowUp = defineTerm('quote_follow_up', {
  label: { zh: '报价跟进期限', en: 'Follow-up of a quote' },
  help: {
    zh: '报价发出后无人跟进达到此天数（自然日），提醒销售',
    en: 'Days without a word after which the seller is reminded of a quote that was sent; round the clock',
  },
  unit: 'days',
  value: '15',
  edited_by: ['sales_director', 'manager'],
  least: '1',
})

export const followUpTask = defineTerm('quote_follow_up_task', {
  label: { zh: '跟进任务时限', en: 'Time to follow up' },
  help: { zh: '提醒发出后，销售完成跟进的时间', en: 'Hours that the seller has for the reminder' },
  unit: 'hours',
  value: '24',
  edited_by: ['sales_director', 'manager'],
  least: '1',
})

export const quoteValidity = defineTerm('quote_validity', {
  label: { zh: '报价有效期', en: 'Validity of a quote' },
  help: {
    zh: '报价单没有填写有效期时，从批准之日起的天数',
    en: 'Days that an offer holds from its approval when nobody said',
  },
  unit: 'days',
  value: '30',
  edited_by: ['sales_director', 'manager'],
  least: '1',
})

export const materialPriceFresh = defineTerm('material_price_fresh', {
  label: { zh: '材料价格时效', en: 'Freshness of material prices' },
  help: {
    zh: '材料价格超过此天数未更新，核价时提示价格已旧',
    en: 'Days after which a material price is shown as old in a costing',
  },
  unit: 'days',
  value: '30',
  edited_by: ['tech_lead', 'purchaser', 'manager'],
  least: '1',
})
