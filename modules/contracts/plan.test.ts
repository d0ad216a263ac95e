import { expect, test } from 'vitest'
import fc from 'fast-check'
import { dueAfter, shareAmount } from './plan.ts'
import { readTerms } from './readTerms.ts'

const read = (text: string) =>
  readTerms(text)?.map(
    ({ percent, trigger, days }) => `${percent} ${trigger}${days === null ? '' : ` +${days}`}`,
  ) ?? null

test('thirty, sixty, ten of an odd amount add up to the cent', () => {
  expect(shareAmount('100000.01', ['30', '60', '10'])).toEqual(['30000.00', '60000.01', '10000.00'])
  expect(shareAmount('0.05', ['30', '60', '10'])).toEqual(['0.02', '0.03', '0.00'])
  expect(shareAmount('1001.00', ['33.3', '66.7'], 'JPY')).toEqual(['333.00', '668.00'])
})

test('whatever the amount and the shares, they are the amount', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: 10n ** 14n }),
      fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 4 }),
      (cents, percents) => {
        const amount = `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`
        const sum = shareAmount(amount, percents.map(String)).reduce(
          (total, share) => total + BigInt(share.replace('.', '')),
          0n,
        )
        return sum === cents
      },
    ),
  )
})

test('figures alone are the shares they say: thirty and seventy stay thirty and seventy', () => {
  expect(read('30/70')).toEqual(['30 signing', '70 shipment'])
  expect(read('30%-70%')).toEqual(['30 signing', '70 shipment'])
  expect(read('3-6-1')).toEqual(['30 signing', '60 shipment', '10 acceptance'])
  expect(read('30：60：10')).toEqual(['30 signing', '60 shipment', '10 acceptance'])
  expect(read('100%')).toEqual(['100 signing'])
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 99 }), (first) => {
      expect(read(`${first}/${100 - first}`)).toEqual([`${first} signing`, `${100 - first} shipment`])
    }),
  )
})

test('words say when each share is paid', () => {
  expect(read('30%预付款，70%发货前付清')).toEqual(['30 signing', '70 shipment'])
  expect(read('预付30%，余款验收合格后15天内付清')).toEqual(['30 signing', '70 acceptance +15'])
  expect(read('合同签订后7天内付40%；发货前付50%；质保金10%')).toEqual([
    '40 signing +7',
    '50 shipment',
    '10 acceptance',
  ])
  expect(read('预付20%发货前付80%')).toEqual(['20 signing', '80 shipment'])
  expect(read('30% deposit, 70% balance before shipment')).toEqual(['30 signing', '70 shipment'])
  expect(read('50% T/T in advance and 50% within 45 days after B/L')).toEqual([
    '50 signing',
    '50 shipment +45',
  ])
  expect(read('月结30天')).toEqual(['100 shipment +30'])
  expect(read('Net 60')).toEqual(['100 shipment +60'])
  expect(read('款到发货')).toEqual(['100 signing +0'])
  expect(read('货到付款')).toEqual(['100 shipment +0'])
})

test('terms that do not say who pays what when are asked, not guessed', () => {
  for (const text of [
    '',
    '面议',
    '30/60',
    '预付30%，发货前付60%',
    '30%，70%看情况',
    '质保12个月后付清',
    'L/C at sight',
    '120/-20',
    '按双方约定',
  ])
    expect([text, read(text)]).toEqual([text, null])
})

test('a share falls due days after its trigger', () => {
  expect(dueAfter('2026-02-25', '7')).toBe('2026-03-04')
  expect(dueAfter('2026-02-25', null)).toBe('2026-02-25')
})
