import { afterAll, beforeAll, expect, test } from 'vitest'
import { choice, defineModule, defineObject, definePipeline, money, text } from '../../model/index.ts'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { startTestHouse, type Caller, type TestHouse } from '../testing/testHouse.ts'

const label = { zh: '甲', en: 'A' }
const crate = defineObject('crate', {
  label: { zh: '木箱', en: 'Crate' },
  fields: { name: text(), price: money(), wood: choice({ pine: { zh: '松' } }) },
  access: { everyone: { read: true, create: true, update: true } },
})
const packing = definePipeline('packing', {
  label: { zh: '装箱', en: 'Packing' },
  object: 'crate',
  stages: [
    { name: 'open', label: { zh: '敞开', en: 'Open' } },
    { name: 'shut', label: { zh: '封好', en: 'Shut' } },
  ],
})
let house: TestHouse, admin: Caller
beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), [
    defineModule({ name: 'tests', label: { zh: '测试' }, objects: [crate], pipelines: [packing] }),
  ])
  admin = await house.person('管', ['admin'])
})
afterAll(() => house?.stop())

const own = { label, fields: { name: { type: 'text', label } }, access: { everyone: { read: true } } }
const withField = (field: object) => ({ ...own, fields: { ...own.fields, x_it: { label, ...field } } })
const figures = { label, object: 'crate', groups: [], measures: [{ name: 'n', label, of: 'count' }] }
const run = (nodes: object, start: object = { next: 'a' }) => ({ label, object: 'crate', start, nodes })
const end = { kind: 'end', label, outcome: 'approved' }
const staged = (...stages: object[]) => ({ label, object: 'crate', stages })

const cases: readonly (readonly [string, string, object])[] = [
  ['a formula without a result', 'object', withField({ type: 'formula', expression: '1 + 1' })],
  [
    'a formula that names nothing',
    'object',
    withField({ type: 'formula', result: 'number', expression: 'nobody' }),
  ],
  [
    'a formula whose value is of another type than its result',
    'object',
    withField({ type: 'formula', result: 'number', expression: 'name' }),
  ],
  [
    'formulas in a circle',
    'object',
    {
      ...own,
      fields: {
        x_a: { type: 'formula', label, result: 'number', expression: 'x_b + 1' },
        x_b: { type: 'formula', label, result: 'number', expression: 'x_a + 1' },
      },
    },
  ],
  [
    'a formula over itself',
    'object',
    { ...own, fields: { x_a: { type: 'formula', label, result: 'number', expression: 'x_a + 1' } } },
  ],
  ['an object without access', 'object', { label, fields: own.fields }],
  ['access of a role there is not', 'object', { ...own, access: { nobody_such: { read: true } } }],
  [
    'a condition of access that is no condition',
    'object',
    { ...own, access: { everyone: { read: 'name' } } },
  ],
  ['a choice without choices', 'object', withField({ type: 'choice' })],
  ['a choice with an empty list', 'object', withField({ type: 'choice', choices: {} })],
  ['a choice without words', 'object', withField({ type: 'choice', choices: { a: {} } })],
  ['a reference to nothing', 'object', withField({ type: 'reference', to: 'nowhere' })],
  ['a reference without target', 'object', withField({ type: 'reference' })],
  ['lines of nothing', 'object', withField({ type: 'lines', of: 'nowhere', by: 'it' })],
  [
    'a default that is none of the choices',
    'object',
    withField({ type: 'choice', choices: { a: { zh: '甲' } }, default: 'b' }),
  ],
  [
    'hides a field there is not',
    'object',
    { ...own, access: { everyone: { read: true, fields: { nothing: 'hidden' } } } },
  ],
  [
    'an action there is not',
    'object',
    { ...own, access: { everyone: { read: true, actions: ['nothing'] } } },
  ],
  ['related rows there are not', 'object', { ...own, related: ['nothing'] }],
  ['access as of a parent that is no reference', 'object', { ...own, access: { inherit: 'name' } }],
  ['shown when, of nothing', 'object', withField({ type: 'text', shown_when: 'nobody = 1' })],
  ['a number pattern without a counter', 'object', { ...own, number: 'XS' }],
  ['a pipeline without stages', 'pipeline', staged()],
  ['a move to no stage', 'pipeline', staged({ name: 'a', label, to: ['b'] })],
  ['a stage twice', 'pipeline', staged({ name: 'a', label }, { name: 'a', label })],
  ['a stage whose name cannot be one', 'pipeline', staged({ name: 'A b', label })],
  [
    'a gate that is no condition',
    'pipeline',
    staged({ name: 'a', label, exit: [{ code: 'x', label, condition: 'name' }] }),
  ],
  [
    'a gate twice of one code',
    'pipeline',
    staged({
      name: 'a',
      label,
      exit: [
        { code: 'x', label, condition: 'true' },
        { code: 'x', label, condition: 'true' },
      ],
    }),
  ],
  ['a dwell limit that is no number of days', 'pipeline', staged({ name: 'a', label, dwell_days: 'soon' })],
  ['a dwell limit below zero', 'pipeline', staged({ name: 'a', label, dwell_days: -1 })],
  [
    'escalation to a role there is not',
    'pipeline',
    staged({ name: 'a', label, escalate: { days: 3, role: 'nobody_such' } }),
  ],
  ['an end there is not', 'pipeline', staged({ name: 'a', label, ends: 'somehow' })],
  ['a pipeline of no object', 'pipeline', { ...staged({ name: 'a', label }), object: 'nowhere' }],
  ['a pipeline moved by what is no way', 'pipeline', { ...staged({ name: 'a', label }), moved_by: 'wind' }],
  ['a report on no object', 'report', { ...figures, object: 'nowhere' }],
  [
    'a report with a median',
    'report',
    { ...figures, measures: [{ name: 'n', label, of: 'median', expression: 'price' }] },
  ],
  [
    'a report over no field',
    'report',
    { ...figures, measures: [{ name: 'n', label, of: 'sum', expression: 'nothing' }] },
  ],
  [
    'a sum of texts',
    'report',
    { ...figures, measures: [{ name: 'n', label, of: 'sum', expression: 'name' }] },
  ],
  ['a report for a role there is not', 'report', { ...figures, roles: ['nobody_such'] }],
  ['a chart there is not', 'report', { ...figures, chart: 'fireworks' }],
  [
    'a process with an action that is none',
    'process',
    run({ a: { kind: 'action', label, action: 'nothing', next: 'z' }, z: end }),
  ],
  ['a process of no object', 'process', { ...run({ z: end }, { next: 'z' }), object: 'nowhere' }],
  [
    'a process that asks a role there is not',
    'process',
    run({
      a: { kind: 'approval', label, mode: 'any', assignees: [{ role: 'nobody_such' }], next: 'z' },
      z: end,
    }),
  ],
  [
    'a process that asks by a decision there is not',
    'process',
    run({
      a: { kind: 'approval', label, mode: 'any', assignees: [{ decision: 'nothing' }], next: 'z' },
      z: end,
    }),
  ],
  [
    'a process that asks whom a field names that is no person',
    'process',
    run({ a: { kind: 'approval', label, mode: 'any', assignees: [{ field: 'name' }], next: 'z' }, z: end }),
  ],
  [
    'a process that calls a job there is not',
    'process',
    run({ a: { kind: 'call', label, call: { job: 'nothing' }, next: 'z' }, z: end }),
  ],
  [
    'a process that runs a process there is not',
    'process',
    run({ a: { kind: 'subprocess', label, process: 'nothing', next: 'z' }, z: end }),
  ],
  [
    'a process that wants a field there is not',
    'process',
    run({
      a: { kind: 'fill', label, fields: ['nothing'], assignees: [{ initiator: true }], next: 'z' },
      z: end,
    }),
  ],
  ['a role without a name', 'role', {}],
]

test.each(cases)('%s is refused where it is made, with the place', async (_what, kind, body) => {
  const name = `it_${cases.findIndex(([what]) => what === _what)}`
  const at = `/api/definitions/${kind}/${name}`
  await admin.put(at, body)
  const answer = await admin.raw({ method: 'POST', url: `${at}/publish` })
  expect({ status: answer.status, ...answer.body }).toMatchObject({
    status: 422,
    field: expect.stringContaining(name),
  })
})
