import { choice, defineAction, text } from '../../model/index.ts'
import { order, orderLine } from '../orders/index.ts'
import { item, kinds, supplies } from './item.ts'
import { because, giveItem, unknown } from './unknownItem.ts'

/** What was ordered has not been made or bought before: it becomes an item because somebody says so. */
export const createItem = defineAction(orderLine, 'create_item', {
  label: { zh: '新建物料', en: 'Make it an item' },
  when: unknown,
  because,
  style: 'primary',
  input: {
    code: text({
      max: 60,
      label: { zh: '编码（缺省为明细上的编码）', en: 'Code, that of the line unless told' },
    }),
    kind: choice(kinds, { default: 'finished', label: { zh: '类别', en: 'Kind' } }),
    make_or_buy: choice(supplies, { default: 'make', label: { zh: '来源', en: 'Make or buy' } }),
  },
  async run(work, line, { code, kind, make_or_buy }) {
    const sold = await work.get(order, line.order)
    const lines = await work.find(orderLine, {
      where: 'order = the_order',
      with: { the_order: sold.id },
      sort: 'created_at',
    })
    const made = await work.create(item, {
      code: code ?? line.item_code ?? `${sold.number}-${lines.findIndex((one) => one.id === line.id) + 1}`,
      name: line.name,
      spec: line.spec,
      unit: line.unit ?? '件',
      kind: kind ?? 'finished',
      make_or_buy: make_or_buy ?? 'make',
      owner: null,
    })
    return giveItem(work, line, made.id)
  },
})
