import fc from 'fast-check'
import { expect, test } from 'vitest'
import { testCompanies } from '../testing/testCompanies.ts'
import { findMisses } from './testShortNames.ts'
import { looseQueryTokens, queryTokens, rankHit, tokensOf } from './tokens.ts'

const finds = (query: string, text: string): boolean => {
  const [index, wanted] = [new Set(tokensOf(text)), queryTokens(query)]
  return wanted.length > 0 && wanted.every((token) => index.has(token))
}

test.each([
  ['东精', '华东精密'],
  ['华', '华东精密'],
  ['hdjm', '华东精密'],
  ['HuaDong', '华东精密'],
  ['jingmi', '华东精密'],
  ['huad', '华东精密机械有限公司'],
  ['0042', 'XS202611-0042'],
  ['xs2026', 'XS202611-0042'],
  ['XS202611-0042', 'XS202611-0042'],
  ['xs2026110042', 'XS202611-0042'],
  ['ＸＳ２０２６', 'XS202611-0042'],
  ['5678', '13812345678'],
  ['13812345678', '138 1234 5678'],
  ['68881234', '0512-6888-1234'],
  ['chongqing', '重庆长安汽车'],
  ['zhongqing', '重庆长安汽车'],
  ['cqca', '重庆长安汽车'],
  ['lvsheng', '吕胜铝业'],
  ['南玻a', '南玻Ａ集团'],
  ['精密 苏州', '苏州华东精密'],
  ['example.com', 'li@example.com'],
  ['xian', '西安电子'],
  ['深丰佳', '深圳市丰佳集团股份有限公司'],
  ['深圳丰佳', '深圳市丰佳集团股份有限公司'],
  ['粤丰佳集团', '广东丰佳集团股份有限公司'],
  ['sfj', '深圳市丰佳集团股份有限公司'],
])('%s finds %s', (query, text) => {
  expect(finds(query, text)).toBe(true)
})

test.each([
  ['精东', '华东精密'],
  ['0043', 'XS202611-0042'],
  ['beijing', '华东精密'],
  ['...', '华东精密'],
  ['', '华东精密'],
])('%s does not find %s', (query, text) => {
  expect(finds(query, text)).toBe(false)
})

test('any part of a word of three letters or more finds it, and any stretch of Han', () => {
  const part = fc.tuple(fc.nat(100), fc.integer({ min: 3, max: 12 }))
  const words = fc.oneof(fc.stringMatching(/^[a-z0-9]{3,20}$/), fc.stringMatching(/^[一-鿿]{3,20}$/))
  fc.assert(
    fc.property(words, part, words, (word, [start, length], other) => {
      const from = start % (word.length - 2)
      return finds(word.slice(from, from + length), `${other} ${word}`)
    }),
  )
})

test('hostile and endless text costs a bounded number of tokens', () => {
  const endless = '重长行单'.repeat(100_000)
  expect(tokensOf(endless).length).toBeLessThan(2_000)
  expect(
    tokensOf(Array.from({ length: 5_000 }, (_, i) => String.fromCodePoint(0x4e00 + i)).join('')).length,
  ).toBeLessThan(40_000)
  expect(tokensOf('\ud800\u0000').every((token) => !token.includes('\u0000'))).toBe(true)
})

test('the closer the match, the higher it stands', () => {
  const order = ['精密', '精密华东', '华东精密', '精工密封', '密精', '精工', '无关']
  const ranks = order.map((text) => rankHit('精密', text))
  expect([...ranks].sort((a, b) => b - a)).toEqual(ranks)
  expect(rankHit('hdjm', '华东精密')).toBeGreaterThan(rankHit('hdjm', '汇达集美商贸'))
  expect(rankHit('无', '')).toBe(0)
})

test('a plate and a brand stand above what merely begins alike', () => {
  const firm = '深圳市丰佳集团股份有限公司'
  for (const [query, other] of [
    ['深丰佳', '深丰电子有限公司'],
    ['深丰佳', '深圳市丰瑞佳电子有限公司'],
    ['丰佳', '宁波恒丰佳美电器'],
    ['丰佳集团', '宁波丰佳电器集团有限公司'],
    ['fengjia', '宁波恒丰佳美电器'],
  ] as const)
    expect(rankHit(query, firm), `${query}: ${other}`).toBeGreaterThan(rankHit(query, other))
  expect(rankHit('丰佳', '丰佳电器')).toBeGreaterThan(rankHit('丰佳', firm))
})

test('syllables of an abbreviation in pinyin find the name, and rank by whole syllables', () => {
  const index = new Set(tokensOf('富奥汽车零部件股份有限公司'))
  expect(looseQueryTokens('fuaogufen').every((token) => index.has(token))).toBe(true)
  expect(rankHit('fuaogufen', '富奥汽车零部件股份有限公司')).toBeGreaterThan(300)
  expect(rankHit('fuaogufen', '富贵奥体服饰')).toBeLessThan(
    rankHit('fuaogufen', '富奥汽车零部件股份有限公司'),
  )
})

test('the short name of a company gives its full name among the first five', () => {
  const companies = testCompanies(300)
  const misses = findMisses(companies)
  expect(misses.map(({ short, full }) => `${short}: ${full}`)).toEqual([])
})
