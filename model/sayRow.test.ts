import { expect, test } from 'vitest'
import { sayRows } from './sayRow.ts'

const sentences = {
  weight_differs: {
    zh: '标注 {{stated}} kg，模型 {{measured}} kg',
    en: 'stated {{stated}} kg, the model weighs {{measured}} kg',
  },
}

test('a code and its figures are read as a sentence in either language', () => {
  expect(sayRows([{ code: 'weight_differs', stated: 5, measured: 3.564_561 }], sentences)).toEqual([
    { zh: '标注 5 kg，模型 3.565 kg', en: 'stated 5 kg, the model weighs 3.565 kg' },
  ])
})

test('a row that brings its own words keeps them, and one without a sentence is not lost', () => {
  expect(
    sayRows(
      [
        { code: 'file_broken', label: { zh: '文件损坏', en: 'The file is broken' } },
        { code: 'odd' },
        '旧文字',
      ],
      sentences,
    ),
  ).toEqual([{ zh: '文件损坏', en: 'The file is broken' }, { zh: 'odd' }, { zh: '旧文字' }])
  expect(sayRows(null, sentences)).toEqual([])
})

test('a figure that is missing is a dash', () => {
  expect(sayRows([{ code: 'weight_differs', stated: 5 }], sentences)[0]!.zh).toBe('标注 5 kg，模型 — kg')
})
