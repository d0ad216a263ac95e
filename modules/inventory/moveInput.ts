import { number, reference, refuse, text } from '../../model/index.ts'

export const note = text({ max: 300, label: { zh: '说明', en: 'Note' } })

export const quantity = number({ required: true, min: 0, label: { zh: '数量', en: 'Quantity' } })

export const place = reference('warehouse', { label: { zh: '仓库', en: 'Warehouse' } })

export const aboveZero = () =>
  refuse('field_invalid', { zh: '数量应大于0', en: 'The quantity must be above 0' }, { field: 'quantity' })
