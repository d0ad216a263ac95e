import { definePipeline } from '../../model/index.ts'

export const purchasePipeline = definePipeline('purchase_flow', {
  object: 'purchase_request',
  label: { zh: '采购流程', en: 'Purchase flow' },
  default: true,
  moved_by: 'actions',
  stages: [
    { name: 'requested', label: { zh: '已申请', en: 'Requested' }, to: ['ordered', 'received', 'cancelled'] },
    { name: 'ordered', label: { zh: '已下单', en: 'Ordered' }, to: ['received', 'cancelled'] },
    { name: 'received', label: { zh: '已到货', en: 'Received' }, ends: 'done' },
    { name: 'cancelled', label: { zh: '已取消', en: 'Cancelled' }, ends: 'lost' },
  ],
})
