import { expect, test } from 'vitest'
import { callsOf } from './calls.ts'
import { headOf, headsOf } from './heads.ts'
import { placeAt } from './regions.ts'
import { syllablesOf } from './syllables.ts'

test('a firm is called by its brand, by its place in short, and by the plate of its place', () => {
  expect(callsOf('深圳市丰佳集团')).toEqual(['深圳市丰佳集团', '丰佳集团', '深圳丰佳集团', '深丰佳集团'])
  expect(callsOf('浙江省宁波恒瑞')).toContain('恒瑞')
  expect(callsOf('上海机电')).toContain('沪机电')
  for (const name of ['华东精密', '上海', '上海A', '', 'XS202611-0042']) expect(callsOf(name)).toEqual([name])
})

test.each([
  ['广东省深圳市丰佳', '广东省深圳市'],
  ['内蒙古伊利', '内蒙古'],
  ['昆山沪光', '昆山'],
  ['丰佳深圳', ''],
])('%s begins with the place %s', (name, place) => {
  expect(placeAt(name)).toBe(place)
})

test('what one types first is a head of the name and of its brand, in Han and in pinyin, and nothing behind is', () => {
  const heads = headsOf('深圳市丰佳集团')
  for (const typed of ['深', '深圳', 's', 'sz', 'sh', '丰', '丰佳', 'f', 'fj', 'fe', 'ＳＺ'])
    expect(heads, typed).toContain(headOf(typed))
  for (const typed of ['佳', '集团', 'jt', '圳市']) expect(heads, typed).not.toContain(headOf(typed))
  expect(headsOf('重庆长安')).toEqual(expect.arrayContaining(['cq', 'zq', 'ch', 'zh']))
  expect(headsOf('XS202611-0042')).toEqual(['x', 'xs'])
  expect([headOf(''), headOf('！'), headOf('深圳市')]).toEqual([null, null, null])
  expect(headsOf('')).toEqual([])
})

test.each([
  ['fuaogufen', ['fu', 'ao', 'gu', 'fen']],
  ['jinyuangufen', ['jin', 'yuan', 'gu', 'fen']],
  ['kaisalvye', ['kai', 'sa', 'lv', 'ye']],
  ['xian', null],
  ['hdjm', null],
  ['example', null],
])('%s falls into the syllables %j', (letters, syllables) => {
  expect(syllablesOf(letters)).toEqual(syllables)
})
