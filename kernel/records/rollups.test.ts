import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { defineModule } from '../../model/index.ts'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { objectOf } from '../definitions/stored.ts'
import { startTestHouse, type Caller, type TestHouse } from '../testing/testHouse.ts'
import { transact } from '../workspace/transact.ts'
import { systemActor, table } from '../workspace/workspace.ts'
import { computeFormulas, computeRollups } from './compute.ts'
import { loadRecord } from './load.ts'
import { buyer, part, wish, wishRow, yin, yang, scarce, graded, lapsing } from './testWishes.ts'

let house: TestHouse, ann: Caller, bob: Caller
beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), [
    defineModule({
      name: 'tests',
      label: { zh: '测试' },
      objects: [buyer, part, wish, wishRow, yin, yang],
      processes: [scarce, graded, lapsing],
      roles: [{ name: 'sales', label: { zh: '销售' } }],
    }),
  ])
  ann = await house.person('安', ['sales'])
  bob = await house.person('白', ['sales'])
})
afterAll(() => house?.stop())

const make = (object: string, values: object) => ann.post(`/api/records/${object}`, values)
const read = (object: string, id: string) => ann.get(`/api/records/${object}/${id}`)
const told = async (object: string, id: string) =>
  (await ann.get(`/api/records/${object}/${id}/timeline`)).items.filter(
    (item: { name: string }) => item.name === `${object}.updated`,
  )
const runs = async (process: string, record: string) =>
  (
    await sql`select 1 from ${table(house.workspace, '_process_instance')} where process = ${process} and record = ${record}`.execute(
      house.workspace.db,
    )
  ).rows.length

test('what the rows of a removed record counted for elsewhere no longer counts, until it is restored', async () => {
  const { id } = await make('part', { name: '轴承' })
  const wanted = async () => (await read('part', id)).wanted
  const first = await make('wish', { name: '一', rows: [{ part: id, quantity: '3' }] })
  await make('wish', { name: '二', rows: [{ part: id, quantity: '4' }] })
  expect(await wanted()).toBe('7')
  await ann.del(`/api/records/wish/${first.id}`)
  expect(await wanted()).toBe('4')
  await ann.post(`/api/records/wish/${first.id}/restore`)
  expect(await wanted()).toBe('7')
})

test('a figure that moves by what a colleague writes elsewhere is told in the timeline, starts its automation and refuses nobody who is editing', async () => {
  const { id, version } = await make('part', { name: '齿轮' })
  await bob.post('/api/records/wish', { name: '急', rows: [{ part: id, quantity: '14' }] })
  await house.settle()
  expect(await told('part', id)).toMatchObject([
    {
      actor_name: '白',
      cause: 'wish_row.created',
      payload: { computed: true, changes: { wanted: ['0', '14'], short: ['0', '4'] } },
    },
  ])
  expect(await runs('scarce', id)).toBe(1)
  expect(
    await ann.patch(`/api/records/part/${id}`, { name: '斜齿轮' }, { 'if-match': String(version) }),
  ).toMatchObject({ name: '斜齿轮', wanted: '14', version: version + 1 })
})

test('what a document looks at in its customer moves with the customer, and its lines with it', async () => {
  const customer = await make('buyer', { name: '华东', grade: 'C' })
  const steel = await make('part', { name: '板', kind: 'steel' })
  const { id, version } = await make('wish', {
    name: '报价',
    buyer: customer.id,
    rows: [{ part: steel.id, quantity: '2' }],
  })
  await bob.patch(`/api/records/buyer/${customer.id}`, { grade: 'A' })
  await house.settle()
  const after = await read('wish', id)
  expect([after.grade, after.rows[0].of_grade, after.version]).toEqual(['A', 'A', version])
  expect(await told('wish', id)).toMatchObject([{ payload: { changes: { grade: ['C', 'A'] } } }])
  expect(await runs('graded', id)).toBe(1)
  expect(
    (await ann.get(`/api/records/wish?where=${encodeURIComponent(`grade = "A" and name = "报价"`)}`)).items,
  ).toHaveLength(1)
})

test('a line follows a field of its document, and the document its lines, in one answer', async () => {
  const steel = await make('part', { name: '条', kind: 'steel' })
  const { id } = await make('wish', {
    name: '系数',
    rows: [{ part: steel.id, quantity: '2' }, { quantity: '3' }],
  })
  expect(await ann.patch(`/api/records/wish/${id}`, { factor: '10' })).toMatchObject({
    total: '50',
    steel: '2',
  })
  expect(await told('wish', id)).toMatchObject([
    { payload: { changes: { factor: [null, '10'], total: ['5', '50'] } } },
  ])
  // Whoever has it locked in this moment lets it follow a moment later.
  await house.settle()
  await ann.patch(`/api/records/part/${steel.id}`, { kind: 'brass' })
  expect((await read('wish', id)).steel).toBe('0')
})

test('where very many look at a record, a job brings them up to date in portions', async () => {
  const customer = await make('buyer', { name: '大户', grade: 'B' })
  await ann.post('/api/records/wish/bulk', {
    create: Array.from({ length: 130 }, (_, i) => ({ name: `单${i}`, buyer: customer.id })),
  })
  await ann.patch(`/api/records/buyer/${customer.id}`, { grade: 'A' })
  await house.settle()
  expect(
    (
      await ann.get(
        `/api/records/wish?count=true&where=${encodeURIComponent(`buyer = "${customer.id}" and grade = "A"`)}`,
      )
    ).count,
  ).toBe(130)
  const one = (
    await ann.get(`/api/records/wish?limit=1&where=${encodeURIComponent(`buyer = "${customer.id}"`)}`)
  ).items[0]
  expect(await told('wish', one.id)).toMatchObject([
    { cause: 'buyer.updated', payload: { changes: { grade: ['B', 'A'] } } },
  ])
})

test('a process that starts by a date starts by the date of the record that is looked at, where that moves', async () => {
  const day = (days: number) =>
    new Date(Date.now() + house.workspace.clockOffsetMs + days * 86_400_000).toISOString().slice(0, 10)
  const customer = await make('buyer', { name: '年约', until: day(30) })
  const { id } = await make('wish', { name: '框架', buyer: customer.id })
  await house.settle()
  await ann.patch(`/api/records/buyer/${customer.id}`, { until: day(3) })
  await house.settle()
  await house.forward({ days: 4 })
  expect(await runs('lapsing', id)).toBe(1)
})

test('files that come and go are counted', async () => {
  const { id } = await make('buyer', { name: '附件' })
  const border = '----f'
  const part = (head: string, body: string) =>
    `--${border}\r\ncontent-disposition: form-data; ${head}\r\n\r\n${body}\r\n`
  const file = await ann.raw({
    method: 'POST',
    url: '/api/files',
    headers: { 'content-type': `multipart/form-data; boundary=${border}` },
    payload: `${part('name="object"', 'buyer')}${part('name="record"', id)}${part('name="file"; filename="a.txt"', '合同')}--${border}--\r\n`,
  })
  expect((await read('buyer', id)).papers).toBe('1')
  await ann.del(`/api/files/${file.body.id}`)
  expect((await read('buyer', id)).papers).toBe('0')
})

test('two figures that feed on each other are cut, visibly, and the save is done', async () => {
  const a = await make('yin', { name: '阴' })
  const b = await make('yang', { name: '阳', yin: a.id })
  const saved = await ann.patch(`/api/records/yin/${a.id}`, { yang: b.id })
  expect(saved.yang).toBe(b.id)
  const items = [
    ...(await ann.get(`/api/records/yin/${a.id}/timeline`)).items,
    ...(await ann.get(`/api/records/yang/${b.id}/timeline`)).items,
  ]
  expect(items.map((item: { name: string }) => item.name)).toContain('computed.loop_cut')
})

test('after any writes in any order every figure that is kept is what it comes to when reckoned anew', async () => {
  const buyers = [
    await make('buyer', { name: '甲', grade: 'A' }),
    await make('buyer', { name: '乙', grade: 'B' }),
  ].map(({ id }) => id as string)
  const parts = [
    await make('part', { name: '一', kind: 'steel' }),
    await make('part', { name: '二', kind: 'brass' }),
  ].map(({ id }) => id as string)
  const wishes = [await make('wish', { name: '一号' }), await make('wish', { name: '二号' })].map(
    ({ id }) => id as string,
  )
  const [pick, amount] = [fc.nat(1), fc.integer({ min: 1, max: 20 }).map(String)]
  const step = fc.oneof(
    fc.record({ at: pick, grade: fc.constantFrom('A', 'B', 'C') }).map(
      ({ at, grade }) =>
        () =>
          ann.patch(`/api/records/buyer/${buyers[at]}`, { grade }),
    ),
    fc.record({ at: pick, kind: fc.constantFrom('steel', 'brass') }).map(
      ({ at, kind }) =>
        () =>
          ann.patch(`/api/records/part/${parts[at]}`, { kind }),
    ),
    fc.record({ at: pick, of: pick, factor: amount }).map(
      ({ at, of, factor }) =>
        () =>
          ann.patch(`/api/records/wish/${wishes[at]}`, { buyer: buyers[of], factor }),
    ),
    fc
      .record({ at: pick, rows: fc.array(fc.record({ part: pick, quantity: amount }), { maxLength: 3 }) })
      .map(
        ({ at, rows }) =>
          () =>
            ann.patch(`/api/records/wish/${wishes[at]}`, {
              rows: rows.map((row) => ({ ...row, part: parts[row.part] })),
            }),
      ),
    fc.record({ at: pick }).map(({ at }) => async () => {
      await ann.del(`/api/records/wish/${wishes[at]}`)
      return ann.post(`/api/records/wish/${wishes[at]}/restore`)
    }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 5 }), async (steps) => {
      for (const run of steps) await run()
      // What somebody else holds at that moment follows a little later.
      await house.settle()
      await transact(house.workspace, systemActor('tests'), async (tx) => {
        for (const [name, ids] of [
          ['wish', wishes],
          ['part', parts],
        ] as const)
          for (const id of ids) {
            const object = objectOf(tx.definitions, name)
            const kept = await loadRecord(tx, name, id)
            const figures = {
              ...(await computeRollups(tx, object, [id])).get(id),
              ...(await computeFormulas(tx, object, kept)),
            }
            expect(kept).toMatchObject(figures)
          }
        const { rows } = await sql<{
          id: string
        }>`select id from ${table(tx.workspace, 'wish_row')} where deleted_at is null and wish = any(${wishes}::uuid[])`.execute(
          tx.db,
        )
        for (const { id } of rows) {
          const kept = await loadRecord(tx, 'wish_row', id)
          expect(kept).toMatchObject(await computeFormulas(tx, objectOf(tx.definitions, 'wish_row'), kept))
        }
      })
    }),
    { numRuns: 12 },
  )
})
