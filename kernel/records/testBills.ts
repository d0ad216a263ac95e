import {
  choice,
  defineAction,
  defineObject,
  definePipeline,
  defineReaction,
  formula,
  lines,
  money,
  number,
  phone,
  reference,
  rollup,
  text,
} from '../../model/index.ts'

export const client = defineObject('client', {
  label: { zh: '客户', en: 'Client' },
  title: 'name',
  number: 'KH{yyyy}-{0000}',
  fields: {
    name: text({ required: true, search: true }),
    phone: phone(),
    grade: choice({ a: { zh: '甲' }, b: { zh: '乙' } }),
    code: text({ unique: true }),
  },
  list: { columns: ['name', 'grade'] },
  access: {
    sales: { create: true, read: 'own', update: 'own', delete: 'own' },
    boss: { read: 'department_below', update: 'department_below' },
    viewer: { read: true, fields: { phone: 'hidden' } },
  },
})
export const bill = defineObject('bill', {
  label: { zh: '账单', en: 'Bill' },
  number: 'ZD{yyyy}{MM}-{000}',
  gapless: true,
  fields: {
    client: reference('client', { required: true, inverse: 'bills' }),
    rows: lines('bill_row', 'bill'),
    discount: money({ default: '0' }),
    subtotal: rollup('money', 'sum(rows.amount)'),
    total: formula('money', 'subtotal - discount'),
  },
  access: { sales: { create: true, read: 'own', update: 'own', actions: true }, boss: { read: true } },
})
export const billRow = defineObject('bill_row', {
  label: { zh: '账单行', en: 'Bill row' },
  fields: {
    bill: reference('bill', { required: true }),
    what: text({ required: true }),
    quantity: number({ required: true }),
    price: money({ required: true, scale: 4 }),
    amount: formula('money', 'quantity * price'),
  },
  access: { inherit: 'bill' },
})
export const billPipeline = definePipeline('bill_pipeline', {
  object: 'bill',
  label: { zh: '账单流程' },
  default: true,
  stages: [
    {
      name: 'draft',
      label: { zh: '草稿', en: 'Draft' },
      to: ['sent', 'dropped'],
      exit: [
        { code: 'has_rows', condition: 'count(rows) > 0', label: { zh: '至少一行', en: 'At least one row' } },
        {
          code: 'client_graded',
          condition: 'client.grade != null',
          label: { zh: '客户已定级', en: 'The client has a grade' },
        },
      ],
    },
    { name: 'sent', label: { zh: '已发出', en: 'Sent' }, to: ['draft'] },
    { name: 'dropped', label: { zh: '作废', en: 'Dropped' }, ends: 'lost' },
  ],
})
export const greet = defineReaction('tests.greet', {
  on: ['client.created'],
  async run(work, event) {
    await work.openTask({
      title: '打个招呼',
      kind: 'greet',
      assignee: event.actor!,
      object: 'client',
      record: event.record!,
    })
  },
})
export const double = defineAction(bill, 'double', {
  label: { zh: '翻倍' },
  when: 'stage = "draft"',
  input: { why: text({ required: true }) },
  async run(work, record, { why }) {
    await work.change(bill, record.id, { discount: record.discount === null ? null : '1' })
    return { why }
  },
})
