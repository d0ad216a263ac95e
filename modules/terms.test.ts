import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestHouse, type Caller, type TestHouse } from '../kernel/testing/testHouse.ts'
import { termUnits, type TermDef } from '../model/index.ts'
import { testDatabaseUrl } from '../server/postgres/testDatabase.ts'
import { modules } from './index.ts'

const shipped = modules.flatMap(({ terms }) => terms ?? [])
let house: TestHouse, admin: Caller, director: Caller, seller: Caller
beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), modules)
  admin = await house.person('系统管理员', ['admin'], '总部')
  director = await house.person('沈岚', ['sales_director'], '销售部')
  seller = await house.person('林晓', ['sales'], '销售一组')
})
afterAll(() => house?.stop())

const listed = async (caller: Caller): Promise<any[]> => (await caller.get('/api/terms')).items
const term = async (caller: Caller, name: string) => (await listed(caller)).find((one) => one.name === name)
const put = (caller: Caller, name: string, body: unknown) =>
  caller.raw({ method: 'PUT', url: `/api/terms/${name}`, payload: body as object })

test('every term is listed with its label, what it governs, unit, value and who may change it, to everybody who is signed in', async () => {
  const items = await listed(seller)
  expect(items.map((one) => one.name).sort()).toEqual(shipped.map((one) => one.name).sort())
  for (const one of items) {
    expect(one).toMatchObject({
      label: { zh: expect.any(String), en: expect.any(String) },
      help: { zh: expect.any(String), en: expect.any(String) },
      may_change: false,
    })
    expect(one.unit_label).toEqual(termUnits[one.unit as TermDef['unit']].label)
    expect(one.value).toBe(one.shipped)
    expect(one.edited_by.length).toBeGreaterThan(0)
    expect(one.edited_by.filter((role: string) => !house.workspace.definitions.roles[role])).toEqual([])
  }
  expect((await house.app.inject({ method: 'GET', url: '/api/terms' })).statusCode).toBe(401)
})

test('every term governs something: a step asks for it', () => {
  const files = (readdirSync(import.meta.dirname, { recursive: true }) as string[]).filter(
    (path) => /\.ts$/.test(path) && !/(^|\/)terms\.ts$|\.test\.ts$|index\.ts$/.test(path),
  )
  const code = files.map((path) => readFileSync(join(import.meta.dirname, path), 'utf8')).join('\n')
  const exported = (readdirSync(import.meta.dirname, { recursive: true }) as string[])
    .filter((path) => /(^|\/)terms\.ts$/.test(path))
    .flatMap((path) =>
      [
        ...readFileSync(join(import.meta.dirname, path), 'utf8').matchAll(/export const (\w+) = defineTerm/g),
      ].map(([, name]) => name!),
    )
  expect(exported.length).toBe(shipped.length)
  expect(exported.filter((name) => !new RegExp(`work\\.(term|after)\\(${name}\\b`).test(code))).toEqual([])
})

test('every term has a test that changes it and sees what it governs', () => {
  const tests = readdirSync(import.meta.dirname).filter((path) => /^termsOf\w+\.test\.ts$/.test(path))
  const code = tests.map((path) => readFileSync(join(import.meta.dirname, path), 'utf8')).join('\n')
  const tested = new Set([...code.matchAll(/^governs\(\s*'(\w+)',/gm)].map(([, name]) => name))
  expect([...tested].sort()).toEqual(shipped.map(({ name }) => name).sort())
})

test('whoever a term names changes it and it holds at once; everybody else is refused and told so', async () => {
  expect((await put(seller, 'quote_follow_up', { value: '7' })).status).toBe(403)
  expect((await put(director, 'usual_payment', { value: '45' })).status).toBe(403)
  const changed = await put(director, 'quote_follow_up', { value: '7' })
  expect(changed).toMatchObject({
    status: 200,
    body: { value: '7', shipped: '15', changed: { by: '沈岚' }, may_change: true },
  })
  expect((await term(seller, 'quote_follow_up')).value).toBe('7')
  expect((await admin.get('/api/definitions/term/quote_follow_up/versions')).items).toMatchObject([
    { version: 1, status: 'published', body: { value: '7' } },
  ])
  expect((await put(director, 'quote_follow_up', { value: null })).body).toMatchObject({
    value: '15',
    changed: { by: '沈岚' },
  })
})

test.each([
  ['abc', '应为数字'],
  ['1.5', '应为整数'],
  ['0', '应在1至3650之间'],
  ['4000', '应在1至3650之间'],
  ['1e3', '应为数字'],
  ['', '应为数字'],
])(
  'a value that a term cannot have is refused in words and nothing has changed: %s',
  async (value, sentence) => {
    const refused = await put(director, 'quote_follow_up', { value })
    expect(refused).toMatchObject({
      status: 422,
      body: { code: 'definition_wrong', field: 'quote_follow_up.value' },
    })
    expect(refused.body.detail).toBe(`报价跟进期限：${sentence}`)
    expect((await term(director, 'quote_follow_up')).value).toBe('15')
  },
)

test('who may change a term is the administrator’s to say, among the roles there are', async () => {
  expect((await put(director, 'usual_payment', { edited_by: ['sales_director'] })).status).toBe(403)
  expect((await put(admin, 'usual_payment', { edited_by: ['nobody_at_all'] })).status).toBe(422)
  expect((await put(admin, 'usual_payment', { edited_by: ['finance', 'sales_director'] })).status).toBe(200)
  expect((await put(director, 'usual_payment', { value: '45' })).body).toMatchObject({
    value: '45',
    edited_by: ['finance', 'sales_director'],
  })
  expect(
    (await put(admin, 'usual_payment', { value: null, edited_by: ['finance', 'manager'] })).body,
  ).toMatchObject({ value: '30' })
})

test('what a term means is not the company’s to change, and there is no term nobody shipped', async () => {
  const draft = (name: string, body: object) =>
    admin.raw({ method: 'PUT', url: `/api/definitions/term/${name}`, payload: body })
  const publish = (name: string) =>
    admin.raw({ method: 'POST', url: `/api/definitions/term/${name}/publish` })
  await draft('quote_follow_up', { unit: 'hours', value: '15' })
  expect((await publish('quote_follow_up')).body.detail).toContain('条款只能修改数值和可修改的角色')
  await draft('of_my_own', { value: '15' })
  expect((await publish('of_my_own')).status).toBe(422)
  expect((await put(admin, 'of_my_own', { value: '1' })).status).toBe(404)
})

test('a key of the API changes no term, unless it administers for an administrator', async () => {
  const bearer = async (caller: Caller, verbs: readonly string[]) => ({
    authorization: `Bearer ${await house.key(caller, { verbs: verbs as never })}`,
  })
  const by = async (headers: Record<string, string>) =>
    (await house.app.inject({ method: 'PUT', url: '/api/terms/handling', headers, payload: { value: '2' } }))
      .statusCode
  expect(await by(await bearer(director, ['read', 'update', 'administer']))).toBe(403)
  expect(await by(await bearer(admin, ['read', 'update']))).toBe(403)
  expect(await by(await bearer(admin, ['read', 'administer']))).toBe(200)
})
