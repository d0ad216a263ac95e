import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { date, defineModule, defineObject, formula, number, text } from '../../model/index.ts'
import { hostile } from '../../model/expression/testHostile.ts'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { startTestHouse, type Caller, type TestHouse } from '../testing/testHouse.ts'

const card = defineObject('card', {
  label: { zh: '工序卡', en: 'Card' },
  title: 'name',
  fields: {
    name: text(),
    quantity: number(),
    due: date(),
    grown: formula('number', 'count(for i in 1..quantity, j in 1..quantity return i)'),
  },
  access: { worker: { create: true, read: true } },
})

let house: TestHouse, worker: Caller
beforeAll(async () => {
  const roles = [{ name: 'worker', label: { zh: '工人' } }]
  const module = defineModule({ name: 'tests', label: { zh: '测试' }, objects: [card], roles })
  house = await startTestHouse(testDatabaseUrl(), [module])
  worker = await house.person('工', ['worker'])
  for (const quantity of [1, 2, 3])
    await worker.post('/api/records/card', { name: '贯通'.repeat(quantity), quantity, due: '2026-11-23' })
})
afterAll(() => house?.stop())

const list = (where: string) => {
  const asked = new URLSearchParams({ where, count: 'true' })
  return worker.raw({ method: 'GET', url: `/api/records/card?${asked.toString()}` })
}

test('a worker is answered or refused in words, whatever is asked for', async () => {
  const ofCards = hostile({ number: 'quantity', text: 'name', date: 'due' })
  const asked = fc.sample(ofCards, { numRuns: 160, seed: 20261123 })
  const codes = new Set<string>()
  for (const where of asked.filter((one) => one.length < 12_000)) {
    const { status, body, text: said } = await list(where)
    const inWords = status < 300 || (status < 500 && body.code && body.detail)
    expect(inWords, `${where.slice(0, 200)}: ${status} ${said.slice(0, 200)}`).toBeTruthy()
    codes.add(status < 300 ? 'answered' : body.code)
  }
  const met = ['answered', 'expression_too_costly', 'not_in_sql', 'too_deep']
  expect([...codes]).toEqual(expect.arrayContaining(met))
})

test('while eight ask for what takes all there is, others have their turn between them', async () => {
  const answered: string[] = []
  const dear = async (i: number) => {
    const { status, body } = await list(`count(distinct values(for a in 1..30000 return a + ${i})) > 1`)
    answered.push(`${status} ${body.code}`)
  }
  const health = async () => {
    const { statusCode } = await house.app.inject({ method: 'GET', url: '/healthz' })
    answered.push(`healthz ${statusCode}`)
  }
  await Promise.all([...Array.from({ length: 8 }, (_, i) => dear(i)), health()])
  expect(answered.filter((one) => one === '422 expression_too_costly').length).toBe(8)
  expect(answered.indexOf('healthz 200')).toBeLessThan(4)
  expect(answered).toContain('healthz 200')
})

test('a formula that would not end refuses the write, and says where', async () => {
  const payload = { name: '无尽', quantity: 90_000 }
  const { status, body } = await worker.raw({ method: 'POST', url: '/api/records/card', payload })
  expect({ status, code: body.code }).toEqual({ status: 422, code: 'expression_too_costly' })
  expect(body.detail).toContain('计算量太大')
  expect((await list('name = "无尽"')).body.items).toEqual([])
})

test('a text that doubles with every turn of a loop never reaches the database', async () => {
  const names = ['name', ...Array.from({ length: 29 }, (_, i) => `x${i}`)]
  const turns = names.map((x, i) => `for x${i} in [${x} + ${x}] return `).join('')
  const { status, body } = await list(`string length(max(flatten(${turns}x29))) > 1`)
  expect({ status, code: body.code }).toEqual({ status: 422, code: 'not_in_sql' })
})
