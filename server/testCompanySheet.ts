import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabaseUrl } from './postgres/testDatabase.ts'
import { startDemo, type Demo } from './seed/startDemo.ts'
import { signIn, type Answer, type Person } from './testPerson.ts'

export interface CompanySheet {
  readonly content: Buffer
  readonly companies: readonly { readonly full: string; readonly short: string }[]
  /** The least share of short names that must find their company, 0 to 1; every sixth is tried. */
  readonly found: number
}

/**
 * Proves on a sheet of companies, with headers of its own, that they become customers who are found by their
 * short names.
 */
export function proveCompanySheet({ content, companies, found }: CompanySheet): void {
  let demo: Demo, manager: Person
  beforeAll(async () => {
    demo = await startDemo(testDatabaseUrl())
    manager = await signIn(demo.base, 'manager@demo.example', demo.password)
  })
  afterAll(() => demo?.stop())

  test(
    'companies come in as customers in one import, by their own headers',
    { timeout: 120_000 },
    async () => {
      const report = await manager.bring({ object: 'customer', name: 'companies.csv', content })
      expect(Object.fromEntries(report.columns.map(({ name, field }: Answer) => [name, field]))).toEqual({
        code: 'code',
        exch: null,
        full: 'name',
        short: 'short_name',
        short_raw: null,
        en: 'english_name',
        addr: 'address',
        prov: 'province',
        city: 'city',
        ind: 'industry',
        web: 'website',
      })
      expect(report).toMatchObject({ rows: companies.length, created: companies.length, faulty: 0 })
      expect(await manager.count('customer', 'code != null')).toBe(companies.length)
    },
  )

  test('who types a short name finds the company among the first five', { timeout: 120_000 }, async () => {
    const tried = companies.filter((_, at) => at % 6 === 0)
    const missed: string[] = []
    for (const { full, short } of tried) {
      const { items } = await manager.get(`/search?q=${encodeURIComponent(short)}`)
      if (!items.slice(0, 5).some((hit: Answer) => hit.object === 'customer' && hit.title === full))
        missed.push(`${short}: ${full}`)
    }
    expect(1 - missed.length / tried.length, missed.join(', ')).toBeGreaterThanOrEqual(found)
  })
}
