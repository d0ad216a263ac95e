import { Decimal } from 'decimal.js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { restoreRecord } from '../../kernel/records/remove.ts'
import { startTestHouse, type Caller, type TestHouse } from '../../kernel/testing/testHouse.ts'
import { makeWork } from '../../kernel/work/makeWork.ts'
import { transact } from '../../kernel/workspace/transact.ts'
import { systemActor } from '../../kernel/workspace/workspace.ts'
import { addDays } from '../../model/index.ts'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { customers } from '../customers/index.ts'
import { leads } from '../leads/index.ts'
import { pipeline } from '../pipeline/index.ts'
import { receivables } from './index.ts'
import { earlierSteps } from './testEarlierSteps.ts'
import { testExports } from './testExports.ts'

let house: TestHouse, boss: Caller, seller: Caller, finance: Caller, cashier: Caller
let account: string
beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), [leads, customers, pipeline, earlierSteps, receivables])
  boss = await house.person('总', ['manager'])
  seller = await house.person('林晓', ['sales'], '销售部')
  finance = await house.person('蒋会', ['finance'], '财务部')
  cashier = await house.person('出纳', ['finance'], '财务部')
  account = (await finance.post('/api/records/bank_account', { name: '基本户' })).id
})
afterAll(() => house?.stop())

const today = () =>
  new Date(Date.now() + house.workspace.clockOffsetMs + 8 * 3_600_000).toISOString().slice(0, 10)
const where = (text: string) => encodeURIComponent(text)
const listOf = async (object: string, condition: string, sort = '-created_at') =>
  (await finance.get(`/api/records/${object}?where=${where(condition)}&sort=${sort}&limit=500`))
    .items as any[]
const owedFor = async (order: string) =>
  (await listOf('receivable', `order = "${order}"`)).sort((a, b) => Number(a.sequence) - Number(b.sequence))

async function makeOrder(name: string, amount: string, more: object = {}) {
  const customer = await boss.post('/api/records/customer', { name, owner: seller.id })
  const order = await boss.post('/api/records/order', {
    customer: customer.id,
    amount,
    owner: seller.id,
    payment_state: 'unpaid',
    ...more,
  })
  await house.settle()
  return { customer, order }
}

async function upload(who: Caller, name: string, content: Uint8Array | string): Promise<string> {
  const edge = 'edge-of-parts'
  const payload = Buffer.concat([
    Buffer.from(
      `--${edge}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: text/csv\r\n\r\n`,
    ),
    Buffer.from(content),
    Buffer.from(`\r\n--${edge}--\r\n`),
  ])
  return (
    await who.raw({
      method: 'POST',
      url: '/api/files',
      payload,
      headers: { 'content-type': `multipart/form-data; boundary=${edge}` },
    })
  ).body.id
}

const head = '记账日期,货币,交易金额,联机余额,交易摘要,对手信息,客户摘要'
async function importLines(
  lines: readonly (readonly [amount: string, memo: string, party: string])[],
  into = account,
) {
  const rows = lines.map(
    ([amount, memo, party], at) => `${today()},CNY,${amount},${1000 + at}.00,转账汇款,${party},${memo}`,
  )
  const answer = await finance.post(`/api/records/bank_account/${into}/import_statement`, {
    file: await upload(finance, '流水.csv', [head, ...rows].join('\n')),
  })
  await house.settle()
  return answer
}

test('an order makes receivables by the instalments of its contract, together the order to the cent', async () => {
  const contract = await boss.post('/api/records/contract', {
    amount: '100.00',
    signed_on: today(),
    instalments: [
      { name: '预付款', trigger: 'signing', amount: '33.33', sequence: 1 },
      { name: '发货款', trigger: 'shipment', amount: '33.33', sequence: 2, days_after: 7 },
      { name: '验收款', trigger: 'acceptance', amount: '33.34', sequence: 3 },
    ],
  })
  const { order } = await makeOrder('苏州宏远机械有限公司', '1000.01', { contract: contract.id })
  const rows = await owedFor(order.id)
  expect(rows.map((row) => [row.instalment, row.amount, row.due_on, row.state, row.owner])).toEqual([
    ['预付款', '333.30', today(), 'open', seller.id],
    ['发货款', '333.30', null, 'open', seller.id],
    ['验收款', '333.41', null, 'open', seller.id],
  ])
  await transact(house.workspace, systemActor('tests'), async (tx) =>
    makeWork(tx).emit('order.shipped', { object: 'order', record: order.id, order: order.id, lines: [] }),
  )
  await house.settle()
  expect((await owedFor(order.id))[1]!.due_on).toBe(addDays(today(), 7))
  await finance.post(`/api/records/receivable/${rows[2]!.id}/customer_accepted`, {})
  expect((await owedFor(order.id))[2]!.due_on).toBe(today())
})

test('a change of the amount after the shipment keeps what fell due by it', async () => {
  const contract = await boss.post('/api/records/contract', {
    amount: '100.00',
    instalments: [
      { name: '发货款', trigger: 'shipment', amount: '90', sequence: 1, days_after: 5 },
      { name: '尾款', trigger: 'acceptance', amount: '10', sequence: 2 },
    ],
  })
  const { order } = await makeOrder('苏州变更机械有限公司', '100', { contract: contract.id })
  await transact(house.workspace, systemActor('tests'), async (tx) =>
    makeWork(tx).emit('order.shipped', { object: 'order', record: order.id, order: order.id, lines: [] }),
  )
  await house.settle()
  const due = addDays(today(), 5)
  await house.forward({ days: 7 })
  await boss.patch(`/api/records/order/${order.id}`, { amount: '120' })
  await house.forward({ hours: 1 })
  const rows = await owedFor(order.id)
  expect(rows.map((row) => [row.amount, row.due_on, row.state, row.issued_on])).toEqual([
    ['108.00', due, 'overdue', addDays(due, -5)],
    ['12.00', null, 'open', addDays(due, -5)],
  ])
  const { items } = await seller.get('/api/tasks')
  expect(
    items.filter(
      (one: { kind: string; title: string }) => one.kind === 'collect' && one.title.includes(order.number),
    ),
  ).toMatchObject([{ record: rows[0].id }])
})

test('what is due on acceptance counts from the day of the acceptance, whenever it is noted', async () => {
  const contract = await boss.post('/api/records/contract', {
    amount: '100.00',
    instalments: [{ name: '质保尾款', trigger: 'acceptance', amount: '100', sequence: 1, days_after: 30 }],
  })
  const { order } = await makeOrder('苏州验收机械有限公司', '100', { contract: contract.id })
  const accepted_on = addDays(today(), -12)
  await transact(house.workspace, systemActor('tests'), async (tx) =>
    makeWork(tx).emit('order.accepted', { object: 'order', record: order.id, order: order.id, accepted_on }),
  )
  await house.settle()
  expect(await owedFor(order.id)).toMatchObject([{ due_on: addDays(accepted_on, 30) }])
})

test('an order without a contract owes its whole amount once, and what changes before money came changes it', async () => {
  const { order } = await makeOrder('无锡东方轴承有限公司', '500')
  expect(await owedFor(order.id)).toMatchObject([
    { amount: '500.00', open_amount: '500.00', due_on: addDays(today(), 30) },
  ])
  await boss.patch(`/api/records/order/${order.id}`, { amount: '650.50' })
  await house.settle()
  expect(await owedFor(order.id)).toMatchObject([{ amount: '650.50' }])
})

test('of an exact line, an ambiguous one and a stray one exactly the first closes; the order is paid and the seller told', async () => {
  const { order } = await makeOrder('宁波海天精工股份有限公司', '113000')
  const [a, b] = [
    await makeOrder('常州天合机械有限公司', '8800'),
    await makeOrder('常州天合机械有限公司二厂', '8800'),
  ]
  const answer = await importLines([
    ['113000.00', `货款 ${order.number}`, '宁波海天精工股份有限公司'],
    ['8800.00', '货款', '常州天合机械'],
    ['66.60', '结息', '某某银行'],
  ])
  expect(answer).toMatchObject({ imported: 3, already: 0, faults: [], matched: 1, waiting: 2 })
  expect(await owedFor(order.id)).toMatchObject([
    { state: 'paid', received: '113000.00', open_amount: '0.00', paid_on: today(), days_late: '0' },
  ])
  expect(await boss.get(`/api/records/order/${order.id}`)).toMatchObject({
    payment_state: 'paid',
    received_amount: '113000.00',
  })
  const notices = (await seller.get('/api/notifications')).items.map((one: any) => one.title.zh)
  expect(notices.some((zh: string) => zh.includes('已回款') && zh.includes(order.number))).toBe(true)
  for (const one of [a, b])
    expect(await owedFor(one.order.id)).toMatchObject([{ state: 'open', received: '0.00' }])
  const [waiting] = await listOf('bank_line', 'amount = 8800')
  expect(waiting).toMatchObject({ state: 'unmatched' })
  expect(waiting.suggestions.length).toBeGreaterThan(0)
  expect(await listOf('bank_line', 'amount = 66.60')).toMatchObject([
    { state: 'unmatched', confirmed_at: null },
  ])
})

test('money that names an order paid long ago waits for a person, though another order of the customer has its amount', async () => {
  const { customer, order } = await makeOrder('镇江双付机械有限公司', '4321')
  await importLines([['4321.00', `货款 ${order.number}`, '镇江双付机械有限公司']])
  const next = await boss.post('/api/records/order', {
    customer: customer.id,
    amount: '4321',
    owner: seller.id,
    payment_state: 'unpaid',
  })
  await house.settle()
  expect(await importLines([['4321.00', `${order.number} 货款`, '镇江双付机械有限公司']])).toMatchObject({
    imported: 1,
    matched: 0,
  })
  expect(await owedFor(next.id)).toMatchObject([{ state: 'open', received: '0.00' }])
  expect((await listOf('bank_line', 'amount = 4321 and state = "unmatched"'))[0].suggestions).not.toEqual([])
})

test('the same file twice adds nothing; two payments that are truly equal both stay', async () => {
  const own = (await finance.post('/api/records/bank_account', { name: '一般户' })).id
  const file = await upload(
    finance,
    'a.csv',
    [head, ...Array(2).fill(`${today()},CNY,77.00,,转账,路人甲,款`)].join('\n'),
  )
  const once = await finance.post(`/api/records/bank_account/${own}/import_statement`, { file })
  const twice = await finance.post(`/api/records/bank_account/${own}/import_statement`, { file: [file] })
  expect([once.imported, once.already, twice.imported, twice.already]).toEqual([2, 0, 0, 2])
})

test('a fault names its row and column and keeps no other line away', async () => {
  const file = await upload(
    finance,
    'b.csv',
    [head, `${today()},CNY,12.00,,转账,甲,款`, '', '不是日期,CNY,13.00,,转账,乙,款'].join('\n'),
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

test('an order that is cancelled owes nothing more', async () => {
  const { order } = await makeOrder('绍兴取消机械有限公司', '400')
  await transact(house.workspace, systemActor('tests'), async (tx) => {
    const work = makeWork(tx)
    await work.change('order', order.id, { amount: '0' })
    await work.emit('order.cancelled', { object: 'order', record: order.id })
  })
  await house.settle()
  expect(await owedFor(order.id)).toEqual([])
})

test('a person matches one line to several receivables, never more than either side holds, and can take it back', async () => {
  const [a, b] = [await makeOrder('台州甲公司', '100.10'), await makeOrder('台州乙公司', '200.20')]
  await importLines([['250.00', '往来', '不认识的人']])
  const [line] = await listOf('bank_line', 'amount = 250')
  const [[one], [two]] = [await owedFor(a.order.id), await owedFor(b.order.id)]
  const match = (allocations: unknown, who = finance) =>
    who.raw({ method: 'POST', url: `/api/records/bank_line/${line.id}/match`, payload: { allocations } })
  expect((await match([{ receivable: one.id, amount: '100.11' }])).body.code).toBe(
    'allocation_over_receivable',
  )
  expect(
    (
      await match([
        { receivable: one.id, amount: '100.10' },
        { receivable: two.id, amount: '149.91' },
      ])
    ).body.code,
  ).toBe('allocation_over_line')
  expect((await match([{ receivable: one.id, amount: '0' }])).body.code).toBe('allocations_wrong')
  expect((await match([{ receivable: one.id, amount: '100.10' }], seller)).status).toBe(404)
  expect(
    (
      await match([
        { receivable: one.id, amount: '100.10' },
        { receivable: two.id, amount: '149.90' },
      ])
    ).body,
  ).toMatchObject({ state: 'matched', allocated: '250.00', confirmation_days: '0' })
  await house.settle()
  expect((await owedFor(b.order.id))[0]).toMatchObject({ state: 'partial', open_amount: '50.30' })
  expect(await boss.get(`/api/records/order/${b.order.id}`)).toMatchObject({
    payment_state: 'partial',
    received_amount: '149.90',
  })
  expect(await finance.post(`/api/records/bank_line/${line.id}/unmatch`, { reason: '认错' })).toMatchObject({
    state: 'unmatched',
  })
  await house.settle()
  expect((await owedFor(a.order.id))[0]).toMatchObject({
    state: 'open',
    open_amount: '100.10',
    paid_on: null,
  })
  expect(await boss.get(`/api/records/order/${a.order.id}`)).toMatchObject({
    payment_state: 'unpaid',
    received_amount: '0.00',
  })
})

test('two people match the same line at once: one wins and the sums stay exact', async () => {
  const { order } = await makeOrder('嘉兴同时机械有限公司', '300')
  await importLines([['180.00', '往来款', '查无此人甲']])
  const [line] = await listOf('bank_line', 'amount = 180')
  const [row] = await owedFor(order.id)
  const answers = await Promise.all(
    [finance, cashier].map((who) =>
      who.raw({
        method: 'POST',
        url: `/api/records/bank_line/${line.id}/match`,
        payload: { allocations: [{ receivable: row.id, amount: '180' }] },
      }),
    ),
  )
  expect(answers.map((one) => one.status).sort()).toEqual([200, 409])
  expect((await owedFor(order.id))[0]).toMatchObject({ received: '180.00', open_amount: '120.00' })
})

test('the due day itself is in time; the day after is overdue, with a warning before and a task for the seller', async () => {
  const { order } = await makeOrder('湖州逾期机械有限公司', '900')
  const [row] = await owedFor(order.id)
  await finance.post(`/api/records/receivable/${row.id}/amend`, {
    due_on: addDays(today(), 10),
    reason: '约定',
  })
  await house.settle()
  await house.forward({ days: 8 })
  const told = async () =>
    (await seller.get('/api/notifications')).items
      .filter((one: any) => one.record === row.id)
      .map((one: any) => one.title.zh.slice(0, 4))
  expect(await told()).toContain('应收将于')
  await house.forward({ days: 2 })
  expect((await owedFor(order.id))[0]!.state).toBe('open')
  await house.forward({ days: 1 })
  expect((await owedFor(order.id))[0]!.state).toBe('overdue')
  expect((await seller.get('/api/tasks')).items.filter((one: any) => one.record === row.id)).toMatchObject([
    { kind: 'collect' },
  ])
  await seller.post(`/api/records/receivable/${row.id}/log_follow_up`, { content: '已电话催收' })
  const ageing = await finance.post('/api/reports/receivables_ageing/run')
  const late = ageing.rows.find((one: any) => one.values.age === '2 逾期1-30天')
  expect((await finance.get(`/api/records/receivable?count=true&where=${where(late.where)}`)).count).toBe(
    late.count,
  )
  expect(
    await finance.post(`/api/records/receivable/${row.id}/write_off`, { reason: '客户破产' }),
  ).toMatchObject({ state: 'written_off', open_amount: '0.00', follow_ups: '1' })
  await house.settle()
  expect((await seller.get('/api/tasks')).items.filter((one: any) => one.record === row.id)).toEqual([])
})

test('an overdue payment that is taken back, or a due date moved into the past, is collected like any other', async () => {
  const collecting = async (id: string) =>
    (await seller.get('/api/tasks')).items.filter(
      (one: { record: string; kind: string }) => one.record === id && one.kind === 'collect',
    ).length
  const { order } = await makeOrder('湖州撤回机械有限公司', '5150')
  const [row] = await owedFor(order.id)
  await house.forward({ days: 31 })
  expect([(await owedFor(order.id))[0]!.state, await collecting(row.id)]).toEqual(['overdue', 1])
  await importLines([['5150.00', `货款 ${order.number}`, '湖州撤回机械有限公司']])
  expect([(await owedFor(order.id))[0]!.state, await collecting(row.id)]).toEqual(['paid', 0])
  await finance.post(`/api/records/bank_line/${(await listOf('bank_line', 'amount = 5150'))[0].id}/unmatch`, {
    reason: '认错',
  })
  await house.forward({ hours: 1 })
  expect([(await owedFor(order.id))[0]!.state, await collecting(row.id)]).toEqual(['overdue', 1])
  const earlier = await makeOrder('湖州提前机械有限公司', '60')
  const [other] = await owedFor(earlier.order.id)
  await finance.post(`/api/records/receivable/${other.id}/amend`, {
    due_on: addDays(today(), -2),
    reason: '约定',
  })
  await house.forward({ hours: 1 })
  expect([(await owedFor(earlier.order.id))[0]!.state, await collecting(other.id)]).toEqual(['overdue', 1])
})

test('what was paid in two parts is paid by the later one, whichever was matched last', async () => {
  const { order } = await makeOrder('湖州两笔机械有限公司', '777')
  const [row] = await owedFor(order.id)
  const lines = [
    ['300.00', -2],
    ['477.00', -9],
  ].map(
    ([amount, ago], at) => `${addDays(today(), ago as number)},CNY,${amount},${at}.00,转账,不认识的人,往来`,
  )
  await finance.post(`/api/records/bank_account/${account}/import_statement`, {
    file: await upload(finance, '两笔.csv', [head, ...lines].join('\n')),
  })
  for (const amount of ['300', '477'])
    await finance.post(
      `/api/records/bank_line/${(await listOf('bank_line', `amount = ${amount} and state = "unmatched"`))[0].id}/match`,
      { allocations: [{ receivable: row.id, amount }] },
    )
  expect(await owedFor(order.id)).toMatchObject([{ state: 'paid', paid_on: addDays(today(), -2) }])
})

test('an order that is deleted owes nothing more, and owes again when it is brought back', async () => {
  const { order } = await makeOrder('绍兴删除机械有限公司', '410')
  await boss.del(`/api/records/order/${order.id}`)
  await house.settle()
  expect(await owedFor(order.id)).toEqual([])
  await transact(house.workspace, systemActor('tests'), async (tx) => restoreRecord(tx, 'order', order.id))
  await house.settle()
  expect(await owedFor(order.id)).toMatchObject([{ amount: '410.00', state: 'open' }])
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
