import { defineAction, reference } from '../../model/index.ts'
import { orderLine } from '../orders/index.ts'
import { because, giveItem, unknown } from './unknownItem.ts'

export const linkItem = defineAction(orderLine, 'link_item', {
  label: { zh: '选择物料', en: 'Choose the item' },
  when: unknown,
  because,
  input: { item: reference('item', { required: true, label: { zh: '物料', en: 'Item' } }) },
  run: (work, line, input) => giveItem(work, line, input.item),
})
