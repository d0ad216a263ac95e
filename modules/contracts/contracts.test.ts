import { afterAll, beforeAll, expect, test } from 'vitest'
import { signContract } from './testSigned.ts'
import { plateDxf, startTrade, stock, taskFor, upload, type Trade } from './testTrade.ts'

let trade: Trade
beforeAll(async () => {
  trade = await startTrade()
})
afterAll(() => trade?.house.stop())

const only = async (what: string, where: string, who = trade.seller) =>
  (await who.get(`/api/records/${what}?where=${encodeURIComponent(where)}`)).items

test('from a lead by a drawing and an approved quote to a signed contract and a won deal', async () => {
  const { house, seller, director, lead, finance } = trade
  const inquiry = await seller.post('/api/records/lead', {
    company: '苏州合创机械有限公司',
    contact: '王工',
    phone: '13800138000',
    source: 'phone',
    owner: seller.id,
  })
  await house.settle()
  await seller.post(`/api/records/lead/${inquiry.id}/log_touch`, { content: '电话了解需求', intent: 'high' })
  const { opportunity, customer } = await seller.post(`/api/records/lead/${inquiry.id}/convert`, {
    name: '支撑板 500件',
  })
  await seller.patch(`/api/records/opportunity/${opportunity}`, {
    technical_parameters: '板厚3',
    application_scenario: '机架',
    budget_range: '5万',
    timetable: '两周',
    intent: 'high',
    sample_test: 'pass',
  })
  for (const purpose of ['call_recording', 'stamped_confirmation', 'written_confirmation'])
    await upload(seller, {
      name: `${purpose}.txt`,
      content: purpose,
      object: 'opportunity',
      record: opportunity,
      purpose,
    })
  await seller.post('/api/records/requirement', {
    opportunity,
    kind: 'certification',
    parameter: 'RoHS 3',
    hard: true,
    special: true,
    text: '出货附检测报告',
  })

  await upload(seller, { name: '支撑板.dwg', content: plateDxf, object: 'opportunity', record: opportunity })
  await house.settle()
  const [sheet] = await only('drawing', `opportunity = "${opportunity}"`)
  expect(sheet).toMatchObject({
    kind: 'dxf',
    stage: 'measured',
    box: expect.stringContaining('100'),
    holes: '1',
  })
  expect(Number(sheet.cut_length_mm)).toBeCloseTo(320 + Math.PI * 20, 1)
  const [study] = await only('evaluation', `opportunity = "${opportunity}"`)
  expect(study).toMatchObject({ stage: 'open', due_at: expect.any(String) })
  expect(await taskFor(lead, study.id, 'evaluation')).toBeDefined()
  await lead.post(`/api/records/evaluation/${study.id}/conclude`, {
    verdict: 'feasible',
    rohs: 'yes',
    moq_confirmed: true,
  })
  expect(await taskFor(lead, study.id, 'evaluation')).toBeUndefined()

  const offer = await seller.post(`/api/records/opportunity/${opportunity}/make_quote`)
  expect(offer).toMatchObject({ customer, opportunity, stage: 'draft' })
  const { lines } = await seller.get(`/api/records/quote/${offer.id}`)
  expect(lines).toMatchObject([{ name: '支撑板', drawing: sheet.id }])
  const line = { id: lines[0].id, quantity: '500', base_price: '100' }
  await seller.patch(`/api/records/quote/${offer.id}`, { lines: [{ ...line, discount_percent: '5.01' }] })
  expect(await seller.post(`/api/records/quote/${offer.id}/submit`)).toMatchObject({
    code: 'requirement_unconfirmed',
  })
  const [asked] = await only('requirement', `opportunity = "${opportunity}"`)
  await seller.patch(`/api/records/requirement/${asked.id}`, { confirmed: true })
  expect(await seller.post(`/api/records/quote/${offer.id}/submit`)).toMatchObject({ stage: 'submitted' })
  await house.settle()
  expect((await seller.get(`/api/files?object=quote&record=${offer.id}`)).items).toEqual([])
  await director.post(`/api/tasks/${(await taskFor(director, offer.id)).id}/approve`, { comment: '同意' })
  await house.settle()
  expect(await seller.get(`/api/records/quote/${offer.id}`)).toMatchObject({
    stage: 'approved',
    total: '53669.35',
  })
  expect((await seller.get(`/api/files?object=quote&record=${offer.id}`)).items).toMatchObject([
    { purpose: 'quotation', kind: 'pdf', immutable: true },
  ])
  expect(await only('evaluation', `quote = "${offer.id}"`)).toEqual([])

  await seller.post(`/api/records/quote/${offer.id}/send`)
  await seller.post(`/api/records/quote/${offer.id}/accept`, { purchase_order: 'PO-1' })
  await house.settle()
  const [paper] = await only('contract', `quote = "${offer.id}"`)
  expect(paper).toMatchObject({
    stage: 'draft',
    amount: '53669.35',
    planned_amount: '53669.35',
    number: expect.stringMatching(/^HT\d{4}-0001$/),
  })
  expect(await only('special_requirement', `contract = "${paper.id}"`)).toMatchObject([
    { text: 'RoHS 3：出货附检测报告', category: 'compliance' },
  ])

  expect(
    await seller.post(`/api/records/contract/${paper.id}/sign`, { signed_on: '2020-01-01' }),
  ).toMatchObject({ code: 'action_not_now' })
  await seller.post(`/api/records/contract/${paper.id}/submit`)
  await director.post(`/api/tasks/${(await taskFor(director, paper.id)).id}/approve`, {})
  await house.settle()
  await finance.post(`/api/tasks/${(await taskFor(finance, paper.id)).id}/approve`, {})
  await house.settle()
  expect(
    await seller.post(`/api/records/contract/${paper.id}/sign`, { signed_on: '2026-01-05' }),
  ).toMatchObject({ stage: 'signed' })
  await house.settle()
  expect(await seller.get(`/api/records/opportunity/${opportunity}`)).toMatchObject({
    stage: 'won',
    won_amount: '53669.35',
  })
  expect(await seller.get(`/api/records/customer/${customer}`)).toMatchObject({ status: 'customer' })
  const signed = await seller.get(`/api/records/contract/${paper.id}`)
  expect(signed.instalments.find((one: { trigger: string }) => one.trigger === 'signing')).toMatchObject({
    due_on: '2026-01-12',
  })
})

test('a plan that does not add up is refused with the difference, however small', async () => {
  const { seller } = trade
  const buyer = await seller.post('/api/records/customer', { name: '常州试算有限公司' })
  const paper = await seller.post('/api/records/contract', {
    name: '试算',
    customer: buyer.id,
    amount: '1000.00',
    instalments: [
      { name: '一期', amount: '300', trigger: 'signing' },
      { name: '二期', amount: '699.99', trigger: 'shipment' },
    ],
  })
  const refused = await seller.raw({
    method: 'POST',
    url: `/api/records/contract/${paper.id}/submit`,
    payload: {},
  })
  expect(refused).toMatchObject({
    status: 422,
    body: { code: 'instalments_differ', data: { difference: '0.01' } },
  })
  expect(refused.body.detail).toContain('0.01')
})

test('a gate without its evidence keeps the deal where it is, and the signing stands', async () => {
  const { house, seller, boss, director, finance } = trade
  const buyer = await seller.post('/api/records/customer', { name: '无锡缺证有限公司' })
  const deal = await seller.post('/api/records/opportunity', { name: '缺证据的商机', customer: buyer.id })
  const paper = await seller.post('/api/records/contract', {
    name: '直签',
    customer: buyer.id,
    opportunity: deal.id,
    amount: '100',
    instalments: [{ name: '全款', amount: '100', trigger: 'signing' }],
  })
  await seller.post(`/api/records/contract/${paper.id}/submit`)
  for (const who of [director, finance]) {
    await who.post(`/api/tasks/${(await taskFor(who, paper.id)).id}/approve`, {})
    await house.settle()
  }
  await seller.post(`/api/records/contract/${paper.id}/sign`, { signed_on: '2026-01-05' })
  await house.settle()
  expect(await boss.get(`/api/records/opportunity/${deal.id}`)).toMatchObject({ stage: 'first_contact' })
  expect(await seller.get(`/api/records/contract/${paper.id}`)).toMatchObject({ stage: 'signed' })
  const { items } = await seller.get('/api/notifications')
  expect(items.some((one: { title: { zh: string } }) => one.title.zh.includes('未能赢单'))).toBe(true)
})

test('a contract in a foreign currency is asked for its rate, and a deal is won in ours', async () => {
  const { seller } = trade
  const buyer = await seller.post('/api/records/customer', { name: 'Rate Inc' })
  const paper = await seller.post('/api/records/contract', {
    name: 'Rate',
    customer: buyer.id,
    currency: 'USD',
    amount: '100',
    instalments: [{ name: '全款', amount: '100', trigger: 'signing' }],
  })
  expect(paper).toMatchObject({ amount_cny: null })
  for (const exchange_rate of [null, '1']) {
    await seller.patch(`/api/records/contract/${paper.id}`, { exchange_rate })
    expect(await seller.post(`/api/records/contract/${paper.id}/submit`)).toMatchObject({
      code: 'exchange_rate_missing',
    })
  }
  const dollars = await signContract(trade, 'Dollar Inc', { currency: 'USD', exchange_rate: '7.1' })
  expect(await seller.get(`/api/records/contract/${dollars}`)).toMatchObject({
    amount: '100.00',
    amount_cny: '710.00',
  })
  await signContract(trade, '人民币有限公司', {})
  const { totals } = await trade.boss.post('/api/reports/contracts_signed/run')
  const total = (await only('contract', 'signed_on != null', trade.boss)).reduce(
    (sum: number, row: { currency: string; amount: string }) =>
      sum + Number(row.amount) * (row.currency === 'USD' ? 7.1 : 1),
    0,
  )
  expect(Number(totals.amount)).toBeCloseTo(total, 2)
})

/** A quote accepted on these terms, and the contract drafted of it. */
async function drafted(payment_terms: string | null) {
  const { house, seller } = trade
  await stock(trade, { code: `T-${payment_terms}`, price: '333.33', cost: '100' })
  const buyer = await seller.post('/api/records/customer', { name: `条款 ${payment_terms}` })
  const { id } = await seller.post('/api/records/quote', {
    customer: buyer.id,
    payment_terms,
    lines: [{ name: '件', item_code: `T-${payment_terms}`, quantity: '1', base_price: '333.33' }],
  })
  expect(await seller.post(`/api/records/quote/${id}/submit`)).toMatchObject({
    stage: 'approved',
    total: '376.66',
  })
  await seller.post(`/api/records/quote/${id}/send`)
  await seller.post(`/api/records/quote/${id}/accept`, { purchase_order: 'PO' })
  await house.settle()
  const [{ id: paper }] = await only('contract', `quote = "${id}"`)
  return seller.get(`/api/records/contract/${paper}`)
}
const shares = ({ instalments }: { instalments: { percent: string; amount: string; trigger: string }[] }) =>
  instalments.map(({ percent, amount, trigger }) => [percent, amount, trigger])

test('the terms of a quote are the terms of its contract: thirty and seventy are not thirty, sixty and ten', async () => {
  expect(shares(await drafted('30/70'))).toEqual([
    ['30', '113.00', 'signing'],
    ['70', '263.66', 'shipment'],
  ])
  expect(shares(await drafted('预付20%，余款验收后15天'))).toEqual([
    ['20', '75.33', 'signing'],
    ['80', '301.33', 'acceptance'],
  ])
  expect(shares(await drafted(null))).toEqual([
    ['30', '113.00', 'signing'],
    ['60', '226.00', 'shipment'],
    ['10', '37.66', 'acceptance'],
  ])
})

test('terms that nobody can read are asked, never replaced', async () => {
  const paper = await drafted('面议')
  expect(paper).toMatchObject({ payment_terms: '面议', instalments: [], unplanned_amount: '376.66' })
  expect((await taskFor(trade.seller, paper.id, 'contract_draft')).title).toContain(
    '付款方式“面议”读不出各期比例',
  )
  expect(await trade.seller.post(`/api/records/contract/${paper.id}/submit`)).toMatchObject({
    code: 'instalments_missing',
  })
})
