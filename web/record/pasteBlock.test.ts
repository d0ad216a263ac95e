import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readDay } from '../fields/date.tsx'
import { screenOf } from '../fields/kinds.ts'
import type { AnyField } from '../ground/definitions.ts'
import { parseBlock } from './pasteBlock.ts'

/** As spreadsheets write it: quotes only around what needs them. */
const written = (rows: readonly (readonly string[])[]) =>
  rows
    .map((row) =>
      row.map((cell) => (/[\t\n"]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join('\t'),
    )
    .join('\r\n')

test('a block comes back cell by cell, line breaks and quotes inside cells included', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '中', '"', '\t', '\n', ' ', '1'), maxLength: 6 })
  const block = fc
    .integer({ min: 1, max: 4 })
    .chain((width) =>
      fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }),
    )
    .filter((rows) => rows.at(-1)!.join('') !== '' && !rows.at(-1)!.at(-1)!.endsWith('\n'))
  fc.assert(
    fc.property(block, (rows) => {
      expect(parseBlock(written(rows))).toEqual(rows)
    }),
  )
})

test('one word is a block of one cell, and the line break at the end of a copy is no row', () => {
  expect(parseBlock('恒力')).toEqual([['恒力']])
  expect(parseBlock('a\tb\r\n1\t2\r\n')).toEqual([
    ['a', 'b'],
    ['1', '2'],
  ])
  expect(parseBlock('a\t\t')).toEqual([['a', '', '']])
})

const read = (field: object, text: string) => screenOf(field as AnyField).read?.(text, field as AnyField)

test('what people write in sheets means a value, and what it does not mean stays for the server to refuse', () => {
  const choice = { type: 'choice', choices: { pass: { zh: '通过', en: 'Pass' } } }
  expect([read(choice, '通过'), read(choice, 'PASS'), read(choice, '其他')]).toEqual(['pass', 'pass', '其他'])
  expect([read({ type: 'money' }, '¥1,234.50'), read({ type: 'money' }, '很多')]).toEqual(['1234.50', '很多'])
  expect(read({ type: 'percent' }, '12%')).toBe('12')
  expect([readDay('2026/1/5'), readDay('2026年12月31日'), readDay('5.1.2026')]).toEqual([
    '2026-01-05',
    '2026-12-31',
    '5.1.2026',
  ])
})
