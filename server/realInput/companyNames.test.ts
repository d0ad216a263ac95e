import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { findMisses } from '../../kernel/search/testShortNames.ts'
import { companySimilarity, calibratedLikeness } from '../../modules/leads/similarity.ts'
import { realFiles } from './realData.ts'

const read = realFiles('companies')
const rowsOf = <Row>(file: string) =>
  parse(read(file), { columns: true, bom: true, relax_quotes: true }) as Row[]
const readPairs = () =>
  rowsOf<{ left: string; right: string; label: string; kind: string }>('pairs_fixture.csv')

test('measured on pairs of listed companies, the shipped threshold holds its promise', () => {
  const flagged = new Map<string, { hit: number; all: number }>()
  let [truePositives, falsePositives, falseNegatives] = [0, 0, 0]
  for (const { left, right, label, kind } of readPairs()) {
    const hit = companySimilarity(left, right).score >= calibratedLikeness
    const count = flagged.get(kind) ?? { hit: 0, all: 0 }
    flagged.set(kind, { hit: count.hit + Number(hit), all: count.all + 1 })
    if (label === '1' && hit) truePositives++
    if (label === '1' && !hit) falseNegatives++
    if (label === '0' && hit) falsePositives++
  }
  const share = (kind: string) => flagged.get(kind)!.hit / flagged.get(kind)!.all
  expect((2 * truePositives) / (2 * truePositives + falsePositives + falseNegatives)).toBeGreaterThanOrEqual(
    0.9,
  )
  expect(share('neg_high_sim_80')).toBeLessThanOrEqual(0.05)
  expect(share('pos_full_short')).toBeGreaterThanOrEqual(0.85)
  for (const kind of [...flagged.keys()].filter((kind) => kind.startsWith('pos_derived')))
    expect(share(kind), kind).toBe(1)
})

test('an English name is not taken for every Chinese one', () => {
  const pairs = readPairs()
    .filter((pair) => pair.kind === 'pos_zh_en')
    .filter((_, at) => at % 7 === 0)
  const crossed = pairs.flatMap((one) =>
    pairs
      .filter((other) => other.left !== one.left)
      .map((other) => companySimilarity(one.left, other.right).score),
  )
  expect(crossed.filter((score) => score >= calibratedLikeness).length / crossed.length).toBeLessThan(0.005)
})

test('a lead meets 200 known candidates within five milliseconds of processor time', () => {
  const names = readPairs()
    .slice(0, 200)
    .map((pair) => pair.left)
  const compareAll = (lead: string) => names.forEach((name) => companySimilarity(lead, name))
  for (let round = 0; round < 30; round++) compareAll(`上海贯通${round}机械有限公司`)
  const times = Array.from({ length: 9 }, (_, round) => {
    const before = process.cpuUsage()
    compareAll(`北京通达${round}机械有限公司`)
    const spent = process.cpuUsage(before)
    return (spent.user + spent.system) / 1000
  })
  expect(Math.min(...times)).toBeLessThan(5)
})

test('the short name of a listed company gives its full name among the first five', () => {
  const companies = rowsOf<{ full: string; short: string }>('companies_fixture.csv')
  const misses = findMisses(companies)
  console.info(
    `found ${companies.length - misses.length} of ${companies.length}; missed: ${misses.map(({ short }) => short).join(' ')}`,
  )
  expect(companies).toHaveLength(1571)
  expect(misses.length).toBeLessThanOrEqual(10)
})
