import { defineTerm } from '../../model/index.ts'

export const dealProtection = defineTerm('deal_protection', {
  label: { zh: '报备保护期', en: 'Protection of a deal' },
  help: {
    zh: '批准渠道报备时未填写的保护天数',
    en: 'Days that a partner’s deal is protected when nobody says at the approval',
  },
  unit: 'days',
  value: '90',
  edited_by: ['sales_director', 'manager'],
  least: '1',
  most: '720',
})
