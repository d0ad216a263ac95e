import {
  date,
  defineObject,
  defineProcess,
  formula,
  lines,
  number,
  reference,
  rollup,
  text,
  type ProcessNode,
} from '../../model/index.ts'

const access = { sales: { create: true, read: true, update: true, delete: true } } as const
export const buyer = defineObject('buyer', {
  label: { zh: '买方', en: 'Buyer' },
  title: 'name',
  fields: {
    name: text(),
    grade: text(),
    days: number(),
    until: date(),
    papers: rollup('number', 'count(files)'),
  },
  access,
})
export const part = defineObject('part', {
  label: { zh: '零件', en: 'Part' },
  title: 'name',
  fields: {
    name: text(),
    kind: text(),
    wanted: rollup('number', 'sum(wanted_rows.quantity)'),
    short: formula('number', 'if wanted > 10 then wanted - 10 else 0'),
  },
  access,
})
export const wish = defineObject('wish', {
  label: { zh: '需求单', en: 'Wish' },
  title: 'name',
  fields: {
    name: text(),
    note: text(),
    buyer: reference('buyer'),
    factor: number(),
    rows: lines('wish_row', 'wish'),
    grade: formula('text', 'buyer.grade'),
    last: formula('date', 'buyer.until'),
    total: rollup('number', 'sum(rows.weighed)'),
    steel: rollup(
      'number',
      'if count(rows[part.kind = "steel"]) = 0 then 0 else sum(rows[part.kind = "steel"].quantity)',
    ),
  },
  access,
})
export const wishRow = defineObject('wish_row', {
  label: { zh: '需求行', en: 'Wish row' },
  fields: {
    wish: reference('wish', { required: true }),
    part: reference('part', { inverse: 'wanted_rows' }),
    quantity: number(),
    weighed: formula('number', 'quantity * (if wish.factor = null then 1 else wish.factor)'),
    of_grade: formula('text', 'wish.buyer.grade'),
  },
  access: { inherit: 'wish' },
})
export const yin = defineObject('yin', {
  label: { zh: '阴' },
  fields: {
    name: text(),
    yang: reference('yang'),
    value: formula('number', 'if yang.value = null then 0 else yang.value + 1'),
  },
  access,
})
export const yang = defineObject('yang', {
  label: { zh: '阳' },
  fields: {
    name: text(),
    yin: reference('yin'),
    value: formula('number', 'if yin.value = null then 0 else yin.value + 1'),
  },
  access,
})

const end: ProcessNode = { kind: 'end', label: { zh: '完' }, outcome: 'approved' }
export const scarce = defineProcess('scarce', {
  label: { zh: '缺料' },
  object: 'part',
  start: {
    on: { event: 'part.updated' },
    when: 'short > 0 and process.event.changes.short != null',
    next: 'end',
  },
  nodes: { end },
})
export const graded = defineProcess('graded', {
  label: { zh: '升级' },
  object: 'wish',
  start: {
    on: { event: 'wish.updated' },
    when: 'grade = "A" and some r in rows satisfies r.part.kind = "steel"',
    next: 'end',
  },
  nodes: { end },
})
export const lapsing = defineProcess('lapsing', {
  label: { zh: '到期' },
  object: 'wish',
  start: { on: { date_field: 'last', at: '09:00' }, next: 'end' },
  nodes: { end },
})
