import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestHouse, type Caller, type TestHouse } from '../testing/testHouse.ts'
import { addDays, defineDecision, defineModule, localDate } from '../../model/index.ts'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { reading } from '../workspace/transact.ts'
import { now, systemActor } from '../workspace/workspace.ts'
import { answerDecision } from './answer.ts'

const discount = defineDecision('discount', {
  label: { zh: '折扣' },
  hit_policy: 'F',
  inputs: [{ name: 'grade', expression: 'grade' }],
  outputs: [{ name: 'percent', default: '0' }],
  rules: [{ id: 'a', when: ['"A"'], then: ['5'] }],
})

let house: TestHouse, admin: Caller
beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), [
    defineModule({ name: 'tests', label: { zh: '测试' }, decisions: [discount] }),
  ])
  admin = await house.person('管理员', ['admin'])
})
afterAll(() => house?.stop())

const today = () => localDate(now(house.workspace), house.workspace.zone)
const ask = async (grade = 'A') => {
  const { result, version } = await answerDecision(
    reading(house.workspace, systemActor('tests')),
    'discount',
    { grade },
  )
  return [result, version]
}
const publish = async (then: string, effective: { from?: string; to?: string } | null) => {
  await admin.put('/api/definitions/decision/discount', {
    rules: [{ id: 'a', when: ['"A"'], then: [then] }],
    ...(effective && { effective }),
  })
  expect(await admin.post('/api/definitions/decision/discount/publish')).not.toHaveProperty('code')
}

test('a rule that begins tomorrow counts from tomorrow, and until then the one before it', async () => {
  expect(await ask()).toEqual(['5', 0])
  await publish('8', { from: addDays(today(), 1) })
  expect(await ask()).toEqual(['5', 0])
  await house.forward({ days: 1 })
  expect(await ask()).toEqual(['8', 1])
})

test('a rule for three days gives way to what was published before it, and a later one without dates to none', async () => {
  await publish('12', { from: today(), to: addDays(today(), 2) })
  expect(await ask()).toEqual(['12', 2])
  await house.forward({ days: 2 })
  expect(await ask()).toEqual(['12', 2])
  await house.forward({ days: 1 })
  expect(await ask()).toEqual(['8', 1])
  await publish('3', null)
  expect(await ask()).toEqual(['3', 3])
})

test('a rule is called by its note, or by its place where the company wrote none', async () => {
  const hits = async (name: string, context: object) =>
    (await answerDecision(reading(house.workspace, systemActor('tests')), name, { ...context })).hits.map(
      (hit) => hit.label,
    )
  await admin.put('/api/definitions/decision/freight', {
    label: { zh: '运费' },
    hit_policy: 'C',
    inputs: [{ name: 'province', expression: 'province' }],
    outputs: [{ name: 'fee' }],
    rules: [
      { id: 'r7k', when: ['-'], then: ['1'] },
      { id: 'x9', when: ['"浙江"'], then: ['2'], note: { zh: '省内', en: 'In the province' } },
    ],
  })
  await admin.post('/api/definitions/decision/freight/publish')
  expect(await hits('freight', { province: '浙江' })).toEqual([
    { zh: '第1条', en: 'number 1' },
    { zh: '省内', en: 'In the province' },
  ])
})

test('a rule of the company alone says that it does not count yet', async () => {
  await admin.put('/api/definitions/decision/bonus', {
    label: { zh: '奖励' },
    hit_policy: 'U',
    inputs: [],
    outputs: [{ name: 'percent' }],
    rules: [{ id: 'all', when: [], then: ['2'] }],
    effective: { from: addDays(today(), 1) },
  })
  await admin.post('/api/definitions/decision/bonus/publish')
  const answer = () => answerDecision(reading(house.workspace, systemActor('tests')), 'bonus', {})
  await expect(answer()).rejects.toMatchObject({ code: 'decision_not_effective' })
  await house.forward({ days: 1 })
  expect(await answer()).toMatchObject({ result: '2', version: 1 })
})
