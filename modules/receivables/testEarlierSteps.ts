import { date, defineModule, defineObject, lines, money, number, reference, text } from '../../model/index.ts'

/**
 * Orders, contracts and instalments with just what money and service look at: the tests of these steps stand
 * without the steps before.
 */
const grants = {
  manager: { create: true, read: true, update: true, delete: true, actions: true },
  sales: { read: 'own' },
  finance: { read: true },
} as const

const contract = defineObject('contract', {
  label: { zh: '合同', en: 'Contract' },
  number: 'HT{yyyy}-{0000}',
  access: grants,
  fields: {
    customer: reference('customer'),
    currency: text(),
    amount: money(),
    signed_on: date(),
    instalments: lines('instalment', 'contract'),
  },
})
const instalment = defineObject('instalment', {
  label: { zh: '分期', en: 'Instalment' },
  access: { inherit: 'contract' },
  fields: {
    contract: reference('contract', { required: true }),
    name: text(),
    trigger: text(),
    amount: money(),
    sequence: number(),
    days_after: number(),
    due_on: date(),
  },
})
const order = defineObject('order', {
  label: { zh: '订单', en: 'Order' },
  number: 'DD{yyyy}{MM}-{0000}',
  access: grants,
  fields: {
    customer: reference('customer'),
    contract: reference('contract'),
    amount: money(),
    payment_state: text(),
    received_amount: money(),
    owed_amount: money(),
    credit_amount: money(),
    lines: lines('order_line', 'order'),
  },
})
const orderLine = defineObject('order_line', {
  label: { zh: '订单明细', en: 'Order line' },
  access: { inherit: 'order' },
  fields: {
    order: reference('order', { required: true }),
    item: reference('item'),
    name: text(),
    quantity: number(),
  },
})
const item = defineObject('item', {
  label: { zh: '物料', en: 'Item' },
  title: 'name',
  access: grants,
  fields: { name: text({ required: true }), code: text(), warranty_months: number() },
})

export const earlierSteps = defineModule({
  name: 'earlier_steps',
  label: { zh: '替身', en: 'Stand-ins' },
  objects: [contract, instalment, order, orderLine, item],
})
