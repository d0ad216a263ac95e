import { Decimal } from 'decimal.js'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { matchLines } from './matching.ts'
import type { LineToMatch, ReceivableToMatch } from './matching.ts'
import { scoreLedger, testLedger } from './testLedger.ts'

const owed = (id: string, open: string, more: Partial<ReceivableToMatch> = {}): ReceivableToMatch => ({
  id,
  customer: 'C1',
  customer_names: ['杭州贯通机械股份有限公司'],
  numbers: [`YS202610-${id}`],
  issued: '2026-10-01',
  due: '2026-10-31',
  open,
  ...more,
})
const paid = (amount: string, memo = '', counterparty = '杭州贯通机械有限公司'): LineToMatch => ({
  date: '2026-10-20',
  amount,
  memo,
  counterparty,
})

test('money that names its receivable closes it', () => {
  const [match] = matchLines(
    [paid('100.00', '货款 YS202610-0001')],
    [owed('0001', '100'), owed('0002', '100')],
  )
  expect(match).toMatchObject({ kind: 'exact', allocations: [{ receivable: '0001', amount: '100.00' }] })
})

test('an order number pays the instalment of its amount, the earliest of equals, or the first that add up', () => {
  const instalments = [
    owed('0001', '300', { due: '2026-10-05' }),
    owed('0002', '300', { due: '2026-11-05' }),
    owed('0003', '400', { due: '2026-12-05' }),
  ].map((one) => ({ ...one, numbers: ['DD202610-0007', ...one.numbers] }))
  const pays = (amount: string) => matchLines([paid(amount, 'DD202610-0007 货款')], instalments)[0]!
  expect(pays('300.00')).toMatchObject({
    kind: 'exact',
    allocations: [{ receivable: '0001', amount: '300.00' }],
  })
  expect(pays('400.00').allocations.map((one) => one.receivable)).toEqual(['0003'])
  expect(pays('600.00').allocations.map((one) => one.receivable)).toEqual(['0001', '0002'])
  expect(pays('1000.00').allocations).toHaveLength(3)
  expect(pays('350.00')).toMatchObject({ kind: 'ambiguous', allocations: [] })
})

test('money that names what is paid already closes nothing else of the same amount', () => {
  const [first, again] = matchLines(
    [paid('100.00', '货款 YS202610-0001'), paid('100.00', '货款 YS202610-0001')],
    [owed('0001', '100'), owed('0002', '100', { due: '2026-11-30' })],
  )
  expect(first).toMatchObject({ kind: 'exact', allocations: [{ receivable: '0001', amount: '100.00' }] })
  expect(again).toMatchObject({ kind: 'ambiguous', allocations: [] })
  expect(again!.suggestions.map((one) => one.receivables)).toContainEqual(['0002'])
  const [late] = matchLines([paid('100.00', '货款 YS202610-0001')], [owed('0001', '0'), owed('0002', '100')])
  expect(late).toMatchObject({ kind: 'ambiguous', allocations: [] })
})

test('payer and amount are enough, a tie stays manual', () => {
  expect(matchLines([paid('100.00')], [owed('0001', '100'), owed('0002', '90')])[0]).toMatchObject({
    kind: 'exact',
    allocations: [{ receivable: '0001' }],
  })
  const tie = matchLines([paid('100.00')], [owed('0001', '100'), owed('0002', '100')])[0]!
  expect(tie).toMatchObject({ kind: 'ambiguous', allocations: [] })
  expect(tie.suggestions.map((one) => one.receivables)).toEqual(expect.arrayContaining([['0001'], ['0002']]))
})

test('one payment settles several receivables that add up to the cent', () => {
  const [match] = matchLines(
    [paid('300.33')],
    [owed('0001', '100.11'), owed('0002', '200.22'), owed('0003', '77')],
  )
  expect(match).toMatchObject({
    kind: 'certain',
    allocations: [
      { receivable: '0001', amount: '100.11' },
      { receivable: '0002', amount: '200.22' },
    ],
  })
})

test('two halves close one receivable, a kept bank fee is recognised', () => {
  const halves = matchLines([paid('50.01'), paid('50.00')], [owed('0001', '100.01')])
  expect(halves.map((match) => match.allocations[0]?.receivable)).toEqual(['0001', '0001'])
  const [short] = matchLines([paid('998.50')], [owed('0001', '1000')])
  expect(short).toMatchObject({ kind: 'certain', allocations: [{ receivable: '0001', amount: '998.50' }] })
  expect(short!.suggestions[0]!.reasons[0]!.zh).toContain('手续费')
})

test('a payment to the round thousand is not taken for a tenth of everything', () => {
  expect(matchLines([paid('123.45')], [owed('0001', '1000'), owed('0002', '2000')])[0]).toMatchObject({
    kind: 'ambiguous',
    allocations: [],
  })
})

test('strangers, interest, refunds and unnamed money are never posted by amount', () => {
  const lines = [
    paid('100.00', '货款', '宁波海天塑机有限公司'),
    paid('100.00', '结息'),
    paid('100.00', '货款', ''),
    paid('-100.00', '货款'),
  ]
  for (const match of matchLines(lines, [owed('0001', '100')])) expect(match.allocations).toEqual([])
})

test('a sister firm is not the customer: its name is a suggestion, its number with the amount or its known account is enough', () => {
  const owes = owed('0001', '100', { customer_names: ['苏州精工机械有限公司'] })
  const sister = (memo: string, amount = '100.00') => ({
    ...paid(amount, memo, '苏州精工机电有限公司'),
    counterparty_account: '6222 0000 1234',
  })
  expect(matchLines([sister('货款')], [owes])[0]).toMatchObject({
    kind: 'ambiguous',
    allocations: [],
    suggestions: [{ receivables: ['0001'] }],
  })
  expect(matchLines([sister('货款 YS202610-0001')], [owes])[0]).toMatchObject({
    kind: 'exact',
    allocations: [{ amount: '100.00' }],
  })
  expect(matchLines([sister('货款 YS202610-0001', '60.00')], [owes])[0]).toMatchObject({ allocations: [] })
  expect(matchLines([sister('货款0001')], [owes])[0]).toMatchObject({ allocations: [] })
  expect(matchLines([sister('货款')], [{ ...owes, customer_accounts: ['622200001234'] }])[0]).toMatchObject({
    kind: 'exact',
    allocations: [{ receivable: '0001' }],
  })
  for (const other of [
    '苏州精工集团有限公司',
    '苏州精工机械销售有限公司',
    '苏州精工机械（二厂）有限公司',
    '精工',
    '苏州精工机…',
  ])
    expect(
      matchLines([{ ...sister('货款'), counterparty: other, counterparty_account: null }], [owes])[0]!
        .allocations,
      other,
    ).toEqual([])
  // Brackets, spaces and what a bank cuts off the legal form are no other name.
  for (const same of ['苏州精工机械有限责任公司', '苏州精工机械 有限公司', '苏州精工机械有限…'])
    expect(
      matchLines([{ ...sister('货款'), counterparty: same, counterparty_account: null }], [owes])[0]!
        .allocations,
      same,
    ).toHaveLength(1)
})

test('money in another currency closes nothing', () => {
  expect(
    matchLines([{ ...paid('100.00'), currency: 'USD' }], [owed('0001', '100', { currency: 'CNY' })])[0],
  ).toMatchObject({ kind: 'none' })
})

test('whatever comes in, allocations add up to the line and never exceed what is open', () => {
  const cents = fc.integer({ min: 1, max: 4000 }).map((value) => (value / 100).toFixed(2))
  fc.assert(
    fc.property(fc.array(cents, { maxLength: 8 }), fc.array(cents, { maxLength: 8 }), (opens, amounts) => {
      const receivables = opens.map((open, at) => owed(String(at).padStart(4, '0'), open))
      const given = new Map<string, Decimal>()
      for (const match of matchLines(
        amounts.map((amount) => paid(amount)),
        receivables,
      )) {
        const total = match.allocations.reduce((sum, one) => sum.plus(one.amount), new Decimal(0))
        if (match.allocations.length > 0) expect(total.equals(match.line.amount)).toBe(true)
        for (const { receivable, amount } of match.allocations)
          given.set(receivable, (given.get(receivable) ?? new Decimal(0)).plus(amount))
      }
      for (const { id, open } of receivables)
        expect((given.get(id) ?? new Decimal(0)).lessThanOrEqualTo(open)).toBe(true)
    }),
    { numRuns: 60 },
  )
})

test('of money whose truth is known nothing wrong is posted, and little is left to people', () => {
  const ledger = testLedger()
  const { strays, precision, recall, suggested } = scoreLedger(ledger)
  expect(ledger.lines.length).toBeGreaterThan(290)
  expect(strays).toEqual([])
  expect(precision).toBeGreaterThanOrEqual(0.995)
  expect(recall).toBeGreaterThanOrEqual(0.88)
  expect(suggested).toBeGreaterThanOrEqual(0.97)
})
