import { date, defineAction, money, text } from '../../model/index.ts'
import { item } from './item.ts'
import { purchaseRequest } from './purchaseRequest.ts'

export const placePurchase = defineAction(purchaseRequest, 'order', {
  label: { zh: '下单', en: 'Order' },
  when: 'stage = "requested"',
  style: 'primary',
  input: {
    supplier: text({ max: 200, label: { zh: '供应商', en: 'Supplier' } }),
    expected_on: date({ label: { zh: '预计到货', en: 'Expected on' } }),
    price: money({ scale: 4, label: { zh: '采购单价', en: 'Purchase price' } }),
  },
  async run(work, row, { supplier, expected_on, price }) {
    await work.closeTasks({ record: row.id, kind: 'purchase', outcome: 'ordered' })
    const known = await work.get(item, row.item)
    return work.change(purchaseRequest, row.id, {
      stage: 'ordered',
      supplier: supplier ?? row.supplier ?? known.supplier,
      expected_on: expected_on ?? row.expected_on,
      price: price ?? row.price,
    })
  },
})
