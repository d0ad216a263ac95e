import { expect, test } from 'vitest'
import { testCompanies } from '../../kernel/testing/testCompanies.ts'
import { companyKeys, companySimilarity, calibratedLikeness, duplicateScore, leadKeys } from './similarity.ts'

test('a name is like itself however it is spelled', () => {
  expect(companySimilarity('杭州贯通机械(集团)有限公司', '杭州贯通机械（集团）股份有限公司').score).toBe(1)
})

test('strangers who share place, trade and legal form stay strangers', () => {
  expect(companySimilarity('成都天箭科技股份有限公司', '成都立航科技股份有限公司').score).toBeLessThan(
    calibratedLikeness,
  )
  expect(companySimilarity('山东出版传媒股份有限公司', '浙江出版传媒股份有限公司').score).toBeLessThan(
    calibratedLikeness,
  )
})

test('likeness does not depend on who is named first', () => {
  for (const [a, b] of [
    ['英唐智控', '深圳市英唐智能控制股份有限公司'],
    ['杭州贯通机械', 'Hangzhou Guantong Machinery Ltd.'],
    ['杭钢股份', '杭州钢铁股份有限公司'],
  ] as const) {
    expect(companySimilarity(a, b)).toEqual(companySimilarity(b, a))
    expect(companySimilarity(a, b).score).toBeGreaterThanOrEqual(calibratedLikeness)
    expect(companySimilarity(a, b).reasons[0]?.zh).toBeTruthy()
  }
})

test('one telephone is one lead, unless it is a shared service number', () => {
  const same = { phone: '138 1234 5678', company: '杭州贯通机械有限公司' }
  expect(
    duplicateScore(same, { phone: '+8613812345678', company: '宁波海天塑机' }).score,
  ).toBeGreaterThanOrEqual(calibratedLikeness)
  expect(duplicateScore(same, { phone: '13800000000', company: '宁波海天塑机' }).score).toBeLessThan(
    calibratedLikeness,
  )
  expect(
    duplicateScore(
      { phone: '400-820-8820', company: '杭州贯通机械' },
      { phone: '4008208820', company: '宁波海天塑机' },
    ).score,
  ).toBeLessThan(calibratedLikeness)
  expect(duplicateScore({}, {}).score).toBe(0)
})

test('names that may be one company share a key in the index', () => {
  const keys = companyKeys('杭州钢铁股份有限公司')
  expect(companyKeys('杭钢股份').some((key) => keys.includes(key))).toBe(true)
  expect(leadKeys({ phone: '0571-88886666', company: '贯通' })).toContain('t:88886666')
})

/**
 * Ways in which one company is written, and companies that only look like one another; true by construction.
 */
const companies = testCompanies(300)
const spellings: readonly ((full: string) => string)[] = [
  (full) => ` ${full.slice(0, 4)} ${full.slice(4)}\u3000`,
  (full) => full.replace('股份有限公司', '有限公司'),
  (full) => full.replace(/(?:股份)?有限公司$/, ''),
  (full) => full.replace('集团股份', '（集团）股份'),
  (full) => full.replace(/^(..)/, '$1市'),
]
const flagged = (pairs: readonly (readonly [string, string])[]) =>
  pairs.filter(([left, right]) => companySimilarity(left, right).score >= calibratedLikeness).length /
  pairs.length

test('on companies known by construction the shipped threshold holds its promise', () => {
  const shortened = companies.map(({ full, short }) => [full, short] as const)
  const spelled = companies.map(({ full }, i) => [full, spellings[i % spellings.length]!(full)] as const)
  // The neighbour in place, trade and legal form, who has nothing but another brand.
  const neighbours = companies.map(
    ({ full, brand }, i) =>
      [full, full.replace(brand, companies[(i + 1) % companies.length]!.brand)] as const,
  )
  const strangers = companies.map(
    ({ full }, i) => [full, companies[(i + 101) % companies.length]!.full] as const,
  )
  expect(flagged(spelled)).toBe(1)
  expect(flagged(shortened)).toBeGreaterThanOrEqual(0.95)
  expect(flagged(neighbours)).toBeLessThanOrEqual(0.02)
  expect(flagged(strangers)).toBe(0)
})

test('an English name is known for the Chinese one it translates, and for no other', () => {
  const some = companies.filter((_, at) => at % 4 === 0)
  expect(flagged(some.map(({ full, english }) => [full, english] as const))).toBeGreaterThanOrEqual(0.95)
  expect(
    flagged(
      some.flatMap(({ full }) =>
        some.filter((other) => other.full !== full).map(({ english }) => [full, english] as const),
      ),
    ),
  ).toBeLessThan(0.005)
})
