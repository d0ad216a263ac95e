import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { companyKeys, companySimilarity, DUPLICATE_THRESHOLD, duplicateScore, leadKeys } from './similarity.ts'

const fixture = new URL('../../../shared/data/companies/pairs_fixture.csv', import.meta.url)
const present = existsSync(fixture)
if (!present) console.warn('SKIPPED: ../shared/data/companies is absent, the duplicate check is not measured here')

test('a name is like itself however it is spelled', () => {
  expect(companySimilarity('杭州贯通机械(集团)有限公司', '杭州贯通机械（集团）股份有限公司').score).toBe(1)
})

test('strangers who share place, trade and legal form stay strangers', () => {
  expect(companySimilarity('成都天箭科技股份有限公司', '成都立航科技股份有限公司').score).toBeLessThan(DUPLICATE_THRESHOLD)
  expect(companySimilarity('山东出版传媒股份有限公司', '浙江出版传媒股份有限公司').score).toBeLessThan(DUPLICATE_THRESHOLD)
})

test('likeness does not depend on who is named first', () => {
  for (const [a, b] of [['英唐智控', '深圳市英唐智能控制股份有限公司'], ['杭州贯通机械', 'Hangzhou Guantong Machinery Ltd.'], ['杭钢股份', '杭州钢铁股份有限公司']] as const) {
    expect(companySimilarity(a, b)).toEqual(companySimilarity(b, a))
    expect(companySimilarity(a, b).score).toBeGreaterThanOrEqual(DUPLICATE_THRESHOLD)
    expect(companySimilarity(a, b).reasons[0]?.zh).toBeTruthy()
  }
})

test('one telephone is one lead, unless it is a shared service number', () => {
  const same = { phone: '138 1234 5678', company: '杭州贯通机械有限公司' }
  expect(duplicateScore(same, { phone: '+8613812345678', company: '宁波海天塑机' }).score).toBeGreaterThanOrEqual(DUPLICATE_THRESHOLD)
  expect(duplicateScore(same, { phone: '13800000000', company: '宁波海天塑机' }).score).toBeLessThan(DUPLICATE_THRESHOLD)
  expect(duplicateScore({ phone: '400-820-8820', company: '杭州贯通机械' }, { phone: '4008208820', company: '宁波海天塑机' }).score).toBeLessThan(DUPLICATE_THRESHOLD)
  expect(duplicateScore({}, {}).score).toBe(0)
})

test('names that may be one company share a key in the index', () => {
  const keys = companyKeys('杭州钢铁股份有限公司')
  expect(companyKeys('杭钢股份').some((key) => keys.includes(key))).toBe(true)
  expect(leadKeys({ phone: '0571-88886666', company: '贯通' })).toContain('t:88886666')
})

test.skipIf(!present)('measured on pairs of listed companies, the shipped threshold holds its promise', () => {
  const flagged = new Map<string, { hit: number; all: number }>()
  let [truePositives, falsePositives, falseNegatives] = [0, 0, 0]
  for (const { left, right, label, kind } of readPairs()) {
    const hit = companySimilarity(left, right).score >= DUPLICATE_THRESHOLD
    const count = flagged.get(kind) ?? { hit: 0, all: 0 }
    flagged.set(kind, { hit: count.hit + Number(hit), all: count.all + 1 })
    if (label === '1' && hit) truePositives++
    if (label === '1' && !hit) falseNegatives++
    if (label === '0' && hit) falsePositives++
  }
  const share = (kind: string) => flagged.get(kind)!.hit / flagged.get(kind)!.all
  expect((2 * truePositives) / (2 * truePositives + falsePositives + falseNegatives)).toBeGreaterThanOrEqual(0.9)
  expect(share('neg_high_sim_80')).toBeLessThanOrEqual(0.05)
  expect(share('pos_full_short')).toBeGreaterThanOrEqual(0.85)
  for (const kind of [...flagged.keys()].filter((kind) => kind.startsWith('pos_derived'))) expect(share(kind), kind).toBe(1)
})

test.skipIf(!present)('an English name is not taken for every Chinese one', () => {
  const pairs = readPairs().filter((pair) => pair.kind === 'pos_zh_en').filter((_, at) => at % 7 === 0)
  const crossed = pairs.flatMap((one) => pairs.filter((other) => other.left !== one.left).map((other) => companySimilarity(one.left, other.right).score))
  expect(crossed.filter((score) => score >= DUPLICATE_THRESHOLD).length / crossed.length).toBeLessThan(0.005)
})

test.skipIf(!present)('a lead meets 200 known candidates within five milliseconds of processor time', () => {
  const names = readPairs().slice(0, 200).map((pair) => pair.left)
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

function readPairs(): { left: string; right: string; label: string; kind: string }[] {
  const [head, ...rows] = readFileSync(fixture, 'utf8').trim().split('\n').map(readCsvLine)
  return rows.map((row) => Object.fromEntries(row.map((cell, at) => [head![at]!, cell])) as ReturnType<typeof readPairs>[number])
}

const readCsvLine = (line: string): string[] =>
  [...`,${line.trimEnd()}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((match) => (match[1] ?? match[2] ?? '').replaceAll('""', '"'))
