import { defineTerm } from '../../model/index.ts'

export const usualWarranty = defineTerm('usual_warranty', {
  label: { zh: '默认质保期', en: 'Usual warranty' },
  help: {
    zh: '物料没有写明质保时，从发货起的月数',
    en: 'Months of warranty from shipment where the item does not say',
  },
  unit: 'months',
  value: '12',
  edited_by: ['manager'],
})
