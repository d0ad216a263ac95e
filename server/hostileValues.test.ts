import { afterAll, beforeAll, expect, test } from 'vitest'
import { testHostileTexts } from '../kernel/testing/testHostileTexts.ts'
import { openToHostility, type Attempt, type Hostility } from './testHostility.ts'
import { proveTextsStay } from './testTextsStay.ts'

let { demo, cookie, ask, allRefused } = {} as Hostility
let definitions: any
beforeAll(async () => {
  ;({ demo, cookie, ask, allRefused } = await openToHostility())
  definitions = (await ask('GET', '/definitions')).body
})
afterAll(() => demo?.stop())

test('every kind of field refuses what it cannot hold', async () => {
  const bad: readonly unknown[] = [
    {},
    { a: 1 },
    [[]],
    [{}],
    true,
    1e300,
    '1e999',
    'NaN',
    'Infinity',
    '9'.repeat(400),
    `0.${'1'.repeat(400)}`,
    '2026-02-30',
    '2026-13-01T00:00:00Z',
    '99999-01-01',
    'a\u0000b',
    '\ud800',
    '00000000-0000-0000-0000-000000000000',
    '-'.repeat(36),
    'x'.repeat(300_000),
    ['a', 'a'],
    '__proto__',
    'constructor',
  ]
  const samples = new Map<string, { object: string; name: string }>()
  for (const object of Object.values<any>(definitions.objects))
    if (object.may.create)
      for (const [name, field] of Object.entries<any>(object.fields))
        if (!field.readonly)
          samples.set(`${field.type}${field.max ? ' max' : ''}`, { object: object.name, name })
  expect(samples.size).toBeGreaterThan(15)
  const faults: string[] = []
  for (const [kind, { object, name }] of samples)
    for (const value of bad) {
      const { status, body } = await ask('POST', `/records/${object}`, { body: { [name]: value } })
      if (status >= 500 || (status >= 400 && !body?.detail))
        faults.push(`${object}.${name} (${kind}) = ${JSON.stringify(value).slice(0, 60)}: ${status}`)
      const bulk = await ask('POST', `/records/${object}/bulk`, { body: { create: [{ [name]: value }] } })
      if (bulk.body.results?.[0]?.problem?.status >= 500)
        faults.push(`bulk ${object}.${name} (${kind}) = ${JSON.stringify(value).slice(0, 60)}`)
    }
  expect(faults).toEqual([])
})

test('values that are no values of their field are refused by name', async () => {
  const lead = { company: '试错有限公司', source: 'phone' }
  const made = (await ask('POST', '/records/lead', { body: lead })).body
  const bad = {
    company: [1, {}, '\u0000', '\udfff', 'x'.repeat(201)],
    budget: ['1e999', 'NaN', '-', {}, '9'.repeat(60)],
    email: ['a', 1],
    source: ['constructor', 'toString', 1],
    product_line: ['__proto__'],
    owner: ['x', 7, '-'.repeat(36), '0'.repeat(36)],
    created_at: ['2026-01-01'],
    first_touch_at: ['2026-02-30'],
    stage: ['converted'],
    number: ['1'],
    nothing: ['x'],
    toString: ['x'],
    constructor: ['x'],
    hasOwnProperty: ['x'],
    version: [3],
    id: ['x'],
  }
  await allRefused(
    Object.entries(bad).flatMap(([name, values]) =>
      values.flatMap((value): Attempt[] => [
        [
          `create ${name}=${JSON.stringify(value).slice(0, 30)}`,
          'POST',
          '/records/lead',
          { body: { ...lead, [name]: value } },
        ],
        [
          `change ${name}=${JSON.stringify(value).slice(0, 30)}`,
          'PATCH',
          `/records/lead/${made.id}`,
          { body: { [name]: value } },
        ],
      ]),
    ),
  )
  await allRefused(
    ['x', '-1', '"a"', '1.5', '99999999999', 'W/"', '1,2'].map((match): Attempt => [
      `If-Match ${match}`,
      'PATCH',
      `/records/lead/${made.id}`,
      { body: { company: '改' }, headers: { 'if-match': match } },
    ]),
  )
  await allRefused([
    [
      'old version',
      'PATCH',
      `/records/lead/${made.id}`,
      { body: { company: '改' }, headers: { 'if-match': '77' } },
    ],
  ])
})

test(
  'every hostile text comes back byte for byte, in every text of a lead, a customer and an activity, and leaves inert',
  { timeout: 60_000 },
  async () => {
    await proveTextsStay({ base: demo.base, cookie }, [...testHostileTexts, '-3.00', '+3'])
  },
)
