import { Decimal } from 'decimal.js'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  dayColumn,
  gatherColumn,
  isTotalRow,
  numberColumn,
  readDay,
  readIn,
  readNumber,
  type ColumnKind,
  type DayConvention,
  type NumberConvention,
} from './index.ts'

/**
 * The values of a column as they are read after all of it was seen; null where a value is asked or refused.
 */
function readAll<C extends string>(kind: ColumnKind<C>, texts: readonly string[]) {
  const column = gatherColumn(kind)
  texts.forEach((text, at) => column.note(text, at + 2))
  const verdict = column.verdict()
  const values = texts.map((text) => {
    const read = readIn(kind, verdict, text)
    return 'value' in read ? read.value : null
  })
  return { verdict, values }
}

const amounts = fc.array(
  fc.tuple(fc.integer({ min: -99_999_999, max: 99_999_999 }), fc.integer({ min: 0, max: 4 })),
  { minLength: 1, maxLength: 20 },
)

/** A number as a program of one country writes it. */
function write(
  [digits, places]: readonly [number, number],
  convention: NumberConvention,
  group: string,
): string {
  const [whole = '', fraction] = new Decimal(digits)
    .div(new Decimal(10).pow(places))
    .abs()
    .toFixed(places)
    .split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, group)
  return `${digits < 0 ? '-' : ''}${grouped}${fraction === undefined ? '' : convention + fraction}`
}

test('numbers written in one convention are read back, or asked, but never read as others', () => {
  fc.assert(
    fc.property(
      amounts,
      fc.constantFrom<NumberConvention>('.', ','),
      fc.boolean(),
      fc.constantFrom(',', ';', '\t', null),
      fc.constantFrom(2, 6),
      (given, convention, groups, delimiter, places) => {
        const values = given.map(([digits, fine]) => [digits, Math.min(fine, places)] as const)
        const group = groups ? (convention === '.' ? ',' : '.') : ''
        const texts = values.map((value) => write(value, convention, group))
        const { values: read, verdict } = readAll(numberColumn({ delimiter, places }), texts)
        read.forEach((value, at) => {
          if (value !== null)
            expect(Number(value)).toBe(
              new Decimal(values[at]![0]).div(new Decimal(10).pow(values[at]![1])).toNumber(),
            )
        })
        if (verdict.standing === 'proven') expect(verdict.convention).toBe(convention)
        if (verdict.standing !== 'unclear') expect(read).not.toContain(null)
      },
    ),
    { numRuns: 500 },
  )
})

test('days written in one order are read back, or asked, but never read as others', () => {
  const days = fc.array(fc.integer({ min: 0, max: 20_000 }), { minLength: 1, maxLength: 15 })
  const orders = fc.constantFrom<DayConvention>('dmy', 'mdy')
  fc.assert(
    fc.property(days, orders, fc.constantFrom('/', '-', '.'), fc.boolean(), (counts, order, mark, padded) => {
      const dates = counts.map((count) =>
        new Date(Date.UTC(1990, 0, 1) + count * 86_400_000).toISOString().slice(0, 10),
      )
      const texts = dates.map((date) => {
        const [year, month = '', day = ''] = date.split('-')
        const [m, d] = padded ? [month, day] : [String(Number(month)), String(Number(day))]
        return (order === 'dmy' ? [d, m, year] : [m, d, year]).join(mark)
      })
      const { values, verdict } = readAll(dayColumn, texts)
      values.forEach((value, at) => expect([null, dates[at]]).toContain(value))
      if (verdict.standing === 'proven') expect(values).toEqual(dates)
    }),
    { numRuns: 500 },
  )
})

test('a column of two conventions is never read by one of them where a value could be either', () => {
  fc.assert(
    fc.property(amounts, amounts, (points, commas) => {
      const all = [...points.map((one) => ['.', one] as const), ...commas.map((one) => [',', one] as const)]
      const texts = all.map(([convention, one]) => write(one, convention, convention === '.' ? ',' : '.'))
      const { values, verdict } = readAll(numberColumn(), texts)
      if (verdict.standing === 'mixed')
        values.forEach((value, at) => {
          if (value !== null)
            expect(Number(value)).toBe(
              new Decimal(all[at]![1][0]).div(new Decimal(10).pow(all[at]![1][1])).toNumber(),
            )
        })
    }),
    { numRuns: 300 },
  )
})

test.each([
  ['(300.00)', '.', '-300.00'],
  ['300-', '.', '-300'],
  ['￥１，２３４.５０', '.', '1234.50'],
  ['3万元', '.', '30000'],
  ['1.25亿', '.', '125000000'],
  ['1 234,5', ',', '1234.5'],
  ["1'234.50", '.', '1234.50'],
  ['CNY 512.00元', '.', '512.00'],
  ['12,34,567', 'indian', '1234567'],
  ['12,34,567', '.', null],
  ['12,34,5', '.', null],
  ['1.5E+08', '.', null],
  ['-(5)', '.', null],
  ['5kg', '.', null],
  ['0,123', '.', null],
  ['1,234 567', '.', null],
  ['', '.', null],
  ['-', '.', null],
] as const)('%s by %s is %s', (text, convention, value) => {
  expect(readNumber(text, convention)?.value ?? null).toBe(value)
})

test.each([
  ['2026/3/5 8:30', '2026-03-05', 30_600_000],
  ['2026年3月5日 下午2:30', '2026-03-05', 52_200_000],
  ['20260305', '2026-03-05', null],
  ['5 Mar 2026', '2026-03-05', null],
  ['March 5, 2026', '2026-03-05', null],
  ['05-Mar-26', '2026-03-05', null],
  ['5/3/26', '2026-03-05', null],
  ['2026-03-05 星期四', '2026-03-05', null],
  ['2026-02-30', null, null],
  ['13/13/2026', null, null],
  ['5/3-2026', null, null],
  ['46349', null, null],
  ['3月5日', null, null],
  ['2026-03-05 25:00', null, null],
])('%s is %s', (text, date, milliseconds) => {
  expect(readDay(text, 'dmy')).toEqual(date === null ? null : expect.objectContaining({ date, milliseconds }))
})

test('a row of totals says so and holds nothing but figures', () => {
  expect(
    [
      ['合计', '300000'],
      ['', '合 计', '¥3'],
      ['小计：', '1'],
      ['Grand Total', '1'],
    ].every(isTotalRow),
  ).toBe(true)
  expect(
    [
      ['总计机械公司', '3'],
      ['Total', '道达尔', '1'],
      ['合计电子', ''],
      ['', ''],
    ].some(isTotalRow),
  ).toBe(false)
})
