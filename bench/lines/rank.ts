import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { callsOf } from '../../kernel/search/calls.ts'
import { readingsOf } from '../../kernel/search/readings.ts'
import { companyName } from '../companyName.ts'
import { fillSearch } from '../fillSearch.ts'
import type { House } from '../house.ts'
import { call } from '../load.ts'
import { say } from '../say.ts'
import type { Line } from './index.ts'

interface Firm {
  readonly full: string
  /** As people say it. */
  readonly short: string
}

/**
 * Whether one sees first what one meant: firms among all the others, each looked up in the ways of typing it.
 * Names are made up, or come from a sheet with the columns `full` and `short`: `--companies <file>`.
 */
export const rank: Line = {
  name: 'rank',
  async measure(house) {
    const firms = house.companies ? readFirms(house.companies) : madeFirms()
    await house.pool.query(
      `insert into main.lead (id, number, created_at, updated_at, stage, pipeline, stage_since, company, source)
       select gen_random_uuid(), 'F-' || n, now(), now(), 'new', 'lead_flow', now(), name, 'website'
       from unnest($1::text[]) with ordinality f (name, n)`,
      [firms.map(({ full }) => full)],
    )
    await fillSearch(house.pool)
    for (const [way, typed] of Object.entries(ways)) {
      const asked = firms.flatMap((firm) => typed(firm).map((query) => ({ query, full: firm.full })))
      const places = await Promise.all(
        lanes(asked, 4).map(async (lane) => {
          const found: number[] = []
          for (const { query, full } of lane) found.push(await placeOf(house, query, full))
          return found
        }),
      )
      const share = (most: number) => places.flat().filter((place) => place < most).length / asked.length
      if (asked.length > 0)
        say(
          `found first by ${way}`,
          share(1),
          `among the first five ${share(5).toFixed(2)}, of ${asked.length}`,
        )
    }
  },
}

const readFirms = (file: string): readonly Firm[] => {
  const rows = parse(readFileSync(file), { columns: true, bom: true, relax_quotes: true }) as Firm[]
  return rows.filter((_, i) => i % Math.ceil(rows.length / 300) === 0)
}

/** Brands of three characters, so that no other firm of the house has one. */
const madeFirms = (): readonly Firm[] =>
  Array.from({ length: 200 }, (_, i) => {
    const name = companyName(i * 37 + 5)
    const [, rest = ''] = callsOf(name)
    const brand = String.fromCodePoint(0x6000 + i * 3) + rest.slice(0, 2)
    const place = name.slice(0, name.length - rest.length)
    return { full: place + brand + rest.slice(2), short: brand + rest.slice(2, 4) }
  })

const han = /^\p{Script=Han}+$/u
const spelled = (text: string) => [...text].map((character) => readingsOf(character)[0] ?? '')

/** What one types for a firm, in one way of typing. */
const ways: Readonly<Record<string, (firm: Firm) => readonly string[]>> = {
  'its short name': ({ short }) => [short],
  'its short name in pinyin': ({ short }) => (han.test(short) ? [spelled(short).join('')] : []),
  'its brand': ({ full }) =>
    callsOf(full)
      .slice(1, 2)
      .map((rest) => rest.slice(0, 3)),
  'its plate': ({ full }) =>
    callsOf(full)
      .slice(3, 4)
      .map((plate) => plate.slice(0, 4)),
}

async function placeOf({ base, admin }: House, query: string, full: string): Promise<number> {
  const { text } = await call(base, { path: `/api/search?q=${encodeURIComponent(query)}`, cookie: admin })
  const place = (JSON.parse(text).items as { title: string }[]).findIndex(({ title }) => title === full)
  return place < 0 ? Infinity : place
}

const lanes = <T>(items: readonly T[], count: number): readonly (readonly T[])[] =>
  Array.from({ length: count }, (_, lane) => items.filter((_, i) => i % count === lane))
