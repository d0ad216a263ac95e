import {
  choice,
  datetime,
  defineAction,
  defineObject,
  longText,
  reference,
  refuse,
  signature,
  text,
  user,
} from '../../model/index.ts'
import { order } from './order.ts'

const readers = {
  planner: { read: true },
  quality: { read: true },
  worker: { read: true },
  warehouse: { read: true },
  tech_lead: { read: true },
  sales: { read: 'order.owner = me' },
  sales_director: { read: 'order.department in my_departments' },
  manager: { read: true },
  admin: { read: true },
} as const

export const sides = {
  production: { zh: '生产', en: 'Production' },
  quality: { zh: '质检', en: 'Quality' },
} as const
/** Who may sign for a side, and nobody else, whatever other rights they have. */
export const signedBy = { production: 'planning', quality: 'inspection' } as const

/** Production and quality each sign that they have read the list, before anything is released (COL-01). */
export const requirementSignOff = defineObject('requirement_sign_off', {
  label: { zh: '特殊要求签收', en: 'Requirement sign-off' },
  title: 'title',
  menu: false,
  fields: {
    title: text({ max: 200, label: { zh: '名称', en: 'Title' } }),
    order: reference('order', { required: true, inverse: 'sign_offs', label: { zh: '订单', en: 'Order' } }),
    side: choice(sides, { required: true, label: { zh: '签收方', en: 'Side' } }),
    content: longText({ max: 20000, label: { zh: '特殊要求清单', en: 'List' } }),
    state: choice(
      { pending: { zh: '待签收', en: 'To be signed' }, signed: { zh: '已签收', en: 'Signed' } },
      { required: true, default: 'pending', readonly: true, label: { zh: '状态', en: 'State' } },
    ),
    signed_by: user({ readonly: true, label: { zh: '签收人', en: 'Signed by' } }),
    signed_at: datetime({ readonly: true, label: { zh: '签收时间', en: 'Signed at' } }),
    signature: signature({ readonly: true, label: { zh: '签名', en: 'Signature' } }),
    note: text({ readonly: true, max: 300, label: { zh: '备注', en: 'Note' } }),
  },
  list: {
    columns: ['title', 'order', 'side', 'state', 'signed_by', 'signed_at'],
    sort: '-created_at',
    filters: ['state', 'side'],
  },
  access: {
    ...readers,
    planner: { read: true, actions: ['sign'] },
    quality: { read: true, actions: ['sign'] },
  },
})

export const signRequirements = defineAction(requirementSignOff, 'sign', {
  label: { zh: '电子签收', en: 'Sign' },
  when: 'state = "pending"',
  because: { zh: '该清单已签收', en: 'The list has been signed' },
  style: 'primary',
  input: {
    signature: signature({ label: { zh: '手写签名', en: 'Signature' } }),
    note: text({ max: 300, label: { zh: '备注', en: 'Note' } }),
  },
  async run(work, row, { signature: picture, note }) {
    if (!work.answersFor(signedBy[row.side]))
      throw refuse(
        'not_your_signature',
        {
          zh: `只有${sides[row.side].zh}负责人可以签收这份清单`,
          en: `Only ${sides[row.side].en.toLowerCase()} may sign this list`,
        },
        { status: 403 },
      )
    // Both sides at once must see each other: the order is the meeting point.
    await work.get(order, row.order)
    const signed = await work.change(requirementSignOff, row.id, {
      state: 'signed',
      signed_by: work.actor.id,
      signed_at: work.now().toISOString(),
      signature: picture ?? null,
      note: note ?? null,
    })
    await work.closeTasks({ record: row.id, kind: 'sign_off', outcome: 'signed' })
    await work.emit('requirement_sign_off.signed', {
      object: 'requirement_sign_off',
      record: row.id,
      order: row.order,
      side: row.side,
    })
    const open = await work.count(requirementSignOff, 'order = the_order and state = "pending"', {
      the_order: row.order,
    })
    if (open === 0) {
      await work.change(order, row.order, { sign_off_state: 'signed' })
      await work.emit('order.requirements_signed', { object: 'order', record: row.order })
    }
    return signed
  },
})
