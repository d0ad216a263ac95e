import { afterAll, beforeAll, expect, test } from 'vitest'
import { openMoney, type Money } from './testMoney.ts'

let { house, finance, makeOrder, owedFor, today } = {} as Money
beforeAll(async () => void ({ house, finance, makeOrder, owedFor, today } = await openMoney()))
afterAll(() => house?.stop())

test('invoices of an order are never more than the order, not by two of them in the same moment either; a red letter gives room again', async () => {
  const { customer, order } = await makeOrder('开票客户有限公司', '1000')
  const bill = (amount: string, more: object = {}) =>
    finance.raw({
      method: 'POST',
      url: '/api/records/invoice',
      payload: { customer: customer.id, order: order.id, amount, issued_on: today(), ...more },
    })
  const first = await bill('600')
  expect(first.status).toBe(201)
  expect((await bill('400.01')).body).toMatchObject({
    code: 'invoice_over_order',
    field: 'amount',
    detail: expect.stringContaining('400.00'),
  })
  expect((await Promise.all([bill('300'), bill('300')])).map((one) => one.status).sort()).toEqual([201, 409])
  const [owed] = await owedFor(order.id)
  expect((await bill('100.01', { order: null, receivable: owed.id })).body.code).toBe('invoice_over_order')
  await finance.post(`/api/records/invoice/${first.body.id}/red_letter`, { reason: '退货', amount: '250' })
  expect((await bill('350.01')).body.code).toBe('invoice_over_order')
  expect((await bill('350')).status).toBe(201)
  expect((await bill('-5')).body.code).toBe('field_invalid')
  expect(
    (await bill('1', { customer: (await makeOrder('另一客户有限公司', '9')).customer.id })).body.code,
  ).toBe('invoice_of_another')
})

test('one number of one kind is one invoice, however it is spaced; another kind has numbers of its own', async () => {
  const { customer } = await makeOrder('号码客户有限公司', '1000')
  const bill = (invoice_number: string | null, more: object = {}) =>
    finance.raw({
      method: 'POST',
      url: '/api/records/invoice',
      payload: { customer: customer.id, amount: '10', invoice_number, ...more },
    })
  expect((await bill('2499-0001')).status).toBe(201)
  expect((await bill(' 2499 0001')).body).toMatchObject({
    code: 'invoice_number_taken',
    field: 'invoice_number',
  })
  expect((await bill('２４９９０００１')).body).toMatchObject({
    code: 'field_invalid',
    field: 'invoice_number',
  })
  expect((await bill('24990001', { kind: 'ordinary' })).status).toBe(201)
  expect((await Promise.all([bill('77'), bill('77')])).map((one) => one.status).sort()).toEqual([201, 409])
  const open = (await bill(null)).body
  expect((await finance.patch(`/api/records/invoice/${open.id}`, { invoice_number: '77' })).code).toBe(
    'invoice_number_taken',
  )
  expect(
    await finance.patch(`/api/records/invoice/${open.id}`, { invoice_number: '78', amount: '11' }),
  ).toMatchObject({ invoice_number: '78', amount: '11.00' })
})

test('an invoice that was issued is changed by nothing but a red letter, and after that by nothing', async () => {
  const { customer } = await makeOrder('红字客户有限公司', '1000')
  const blue = await finance.post('/api/records/invoice', {
    customer: customer.id,
    amount: '500',
    issued_on: today(),
  })
  for (const patch of [
    { amount: '400' },
    { tax_rate: '9' },
    { customer: (await makeOrder('换客户有限公司', '9')).customer.id },
  ])
    expect((await finance.patch(`/api/records/invoice/${blue.id}`, patch)).code).toBe('invoice_issued')
  expect(await finance.patch(`/api/records/invoice/${blue.id}`, { invoice_number: '红-1' })).toMatchObject({
    invoice_number: '红-1',
  })
  const { invoice: red } = await finance.post(`/api/records/invoice/${blue.id}/red_letter`, {
    reason: '开错',
    invoice_number: '红-2',
  })
  expect(await finance.get(`/api/records/invoice/${red}`)).toMatchObject({
    original: blue.id,
    amount: '-500.00',
    red_letter: true,
  })
  expect(
    (await finance.patch(`/api/records/invoice/${blue.id}`, { tax_number: '91330100799655058B' })).code,
  ).toBe('invoice_issued')
  expect((await finance.patch(`/api/records/invoice/${red}`, { amount: '-1' })).code).toBe('invoice_issued')
  expect((await finance.post(`/api/records/invoice/${blue.id}/red_letter`, { reason: '再来' })).code).toBe(
    'red_letter_too_much',
  )
  const draft = await finance.post('/api/records/invoice', { customer: customer.id, amount: '5' })
  expect((await finance.post(`/api/records/invoice/${draft.id}/red_letter`, { reason: '未开' })).code).toBe(
    'invoice_not_issued',
  )
})

test('a red letter never takes back more than its invoice', async () => {
  const { customer } = await makeOrder('发票客户有限公司', '113')
  const blue = await finance.post('/api/records/invoice', {
    customer: customer.id,
    amount: '113',
    invoice_number: '2411',
  })
  expect(blue).toMatchObject({ tax_amount: '13.00' })
  await finance.post(`/api/records/invoice/${blue.id}/red_letter`, { reason: '退货', amount: '100' })
  expect(
    (await finance.post(`/api/records/invoice/${blue.id}/red_letter`, { reason: '退货', amount: '13.01' }))
      .code,
  ).toBe('red_letter_too_much')
})
