import { Decimal } from 'decimal.js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testExports } from './testExports.ts'
import { openMoney, statementHead, upload, type Money } from './testMoney.ts'

let { house, finance, account, today, listOf } = {} as Money
beforeAll(async () => {
  ;({ house, finance, account, today, listOf } = await openMoney())
})
afterAll(() => house?.stop())

test('the same file twice adds nothing; two payments that are truly equal both stay', async () => {
  const own = (await finance.post('/api/records/bank_account', { name: '一般户' })).id
  const file = await upload(
    finance,
    'a.csv',
    [statementHead, ...Array(2).fill(`${today()},CNY,77.00,,转账,路人甲,款`)].join('\n'),
  )
  const once = await finance.post(`/api/records/bank_account/${own}/import_statement`, { file })
  const twice = await finance.post(`/api/records/bank_account/${own}/import_statement`, { file: [file] })
  expect([once.imported, once.already, twice.imported, twice.already]).toEqual([2, 0, 0, 2])
})

test('a fault names its row and column and keeps no other line away', async () => {
  const file = await upload(
    finance,
    'b.csv',
    [statementHead, `${today()},CNY,12.00,,转账,甲,款`, '', '不是日期,CNY,13.00,,转账,乙,款'].join('\n'),
  )
  const answer = await finance.post(`/api/records/bank_account/${account}/import_statement`, { file })
  expect(answer).toMatchObject({ imported: 1, faults: [{ row: 4, column: '记账日期' }] })
  expect(
    (
      await finance.post(`/api/records/bank_account/${account}/import_statement`, {
        file: await upload(finance, 'c.csv', 'a,b\n1,2'),
      })
    ).code,
  ).toBe('statement_layout_unknown')
})

test("a layout of the company's own is saved on the account and reads what no shipped one does", async () => {
  const layout = {
    headers: { date: ['Buchungstag'], amount: ['Betrag'], counterparty: ['Name'], memo: ['Zweck'] },
    required: ['date', 'amount'],
    sign: { by: 'signed' },
  }
  const own = (await finance.post('/api/records/bank_account', { name: '境外户', currency: 'EUR', layout }))
    .id
  const file = await upload(
    finance,
    'd.csv',
    `Buchungstag,Name,Zweck,Betrag\n${today()},Müller GmbH,Rechnung 17,"1,250.00"`,
  )
  expect(await finance.post(`/api/records/bank_account/${own}/import_statement`, { file })).toMatchObject({
    imported: 1,
    layout: 'own',
  })
  expect(await listOf('bank_line', `account = "${own}"`)).toMatchObject([
    { amount: '1250.00', currency: 'EUR', counterparty: 'Müller GmbH' },
  ])
})

test.for(testExports)(
  'an export of $layout arrives whole, every movement once, and again not at all',
  async ({ layout, file, movements }) => {
    const own = (await finance.post('/api/records/bank_account', { name: layout })).id
    const sent = await upload(finance, 'export.csv', file)
    const imported = movements.length
    expect(
      await finance.post(`/api/records/bank_account/${own}/import_statement`, { file: sent }),
    ).toMatchObject({ layout, imported, already: 0, faults: [] })
    const found = (await listOf('bank_line', `account = "${own}"`)).map(
      (line) => `${line.booked_on} ${new Decimal(line.amount).toFixed(2)}`,
    )
    expect(found.sort()).toEqual(movements.map(({ date, amount }) => `${date} ${amount}`).sort())
    expect(
      await finance.post(`/api/records/bank_account/${own}/import_statement`, { file: sent }),
    ).toMatchObject({ imported: 0, already: imported })
  },
)
