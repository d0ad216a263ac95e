import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabaseUrl } from '../postgres/testDatabase.ts'
import { startDemo, type Demo } from '../seed/startDemo.ts'
import { signIn, type Person } from '../testPerson.ts'
import { realFiles } from './realData.ts'

const read = realFiles('companies')
const file = 'companies_fixture.csv'

let demo: Demo, manager: Person
beforeAll(async () => {
  demo = await startDemo(testDatabaseUrl())
  manager = await signIn(demo.base, 'manager@demo.example', demo.password)
})
afterAll(() => demo?.stop())

test('1,571 companies come in as customers in one import, by their own headers', { timeout: 120_000 }, async () => {
  const report = await manager.bring({ object: 'customer', name: file, content: read(file) })
  expect(Object.fromEntries(report.columns.map((column: any) => [column.name, column.field]))).toEqual({
    code: 'code', exch: null, full: 'name', short: 'short_name', short_raw: null, en: 'english_name', addr: 'address', prov: 'province', city: 'city', ind: 'industry', web: 'website',
  })
  expect(report).toMatchObject({ rows: 1571, created: 1571, faulty: 0 })
  expect(await manager.count('customer', 'code != null')).toBe(1571)
})

test('who types a short name finds the company among the first five', { timeout: 120_000 }, async () => {
  const companies = (parse(read(file), { columns: true, bom: true }) as { full: string; short: string }[]).filter((_, at) => at % 6 === 0)
  const missed: string[] = []
  for (const { full, short } of companies) {
    const { items } = await manager.get(`/search?q=${encodeURIComponent(short)}`)
    if (!items.slice(0, 5).some((hit: any) => hit.object === 'customer' && hit.title === full)) missed.push(`${short}: ${full}`)
  }
  console.info(`short names found: ${companies.length - missed.length} of ${companies.length}; not: ${missed.join(', ') || 'none'}`)
  expect(1 - missed.length / companies.length).toBeGreaterThanOrEqual(0.99)
})
