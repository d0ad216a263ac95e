import { defineReport } from '../../model/index.ts'

/** What lies on stock and what it is worth at standard cost (ORD-10). */
export const stockValue = defineReport('stock_value', {
  label: { zh: '库存金额', en: 'Stock value' },
  object: 'item',
  groups: [{ name: 'kind', label: { zh: '类别', en: 'Kind' }, expression: 'kind' }],
  measures: [
    { name: 'items', label: { zh: '物料数', en: 'Items' }, of: 'count' },
    { name: 'value', label: { zh: '库存金额', en: 'Value' }, of: 'sum', expression: 'stock_value' },
  ],
  chart: 'bar',
  roles: ['finance', 'manager', 'planner', 'purchaser', 'admin'],
})
