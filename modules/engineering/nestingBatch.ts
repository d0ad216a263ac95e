import { number } from '../../model/index.ts'

export const batch = number({
  required: true,
  scale: 0,
  min: 1,
  label: { zh: '批量（件）', en: 'Batch (pieces)' },
})
