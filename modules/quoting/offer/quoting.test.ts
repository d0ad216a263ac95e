import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTrade, stock, taskFor, type Trade } from '../../contracts/testTrade.ts'

let trade: Trade
let buyer: string
beforeAll(async () => {
  trade = await startTrade()
  buyer = await customer('昆山试价有限公司', { grade: 'b', trial: false })
})
afterAll(() => trade?.house.stop())

const customer = async (name: string, more: object = {}): Promise<string> =>
  (await trade.director.post('/api/records/customer', { name, owner: trade.seller.id, ...more })).id
interface Asked {
  readonly base_price: string
  readonly [field: string]: string
}
const listed = new Set<string>()
/** An offer of things whose base price stands in the price list, and whose cost is half of it. */
async function offer(lines: readonly Asked[], more: object = {}) {
  for (const { base_price: price } of lines) {
    if (listed.has(price)) continue
    listed.add(price)
    await stock(trade, { code: `P-${price}`, price, cost: (Number(price) / 2).toFixed(2) })
  }
  return trade.seller.post('/api/records/quote', {
    customer: buyer,
    lines: lines.map((line) => ({ name: '法兰', quantity: '1', item_code: `P-${line.base_price}`, ...line })),
    ...more,
  })
}
const act = (id: string, verb: string, body: object = {}) =>
  trade.seller.post(`/api/records/quote/${id}/${verb}`, body)
const shown = (id: string) => trade.seller.get(`/api/records/quote/${id}`)
const papers = async (id: string) => (await trade.seller.get(`/api/files?object=quote&record=${id}`)).items

test('an amount is worked out exactly and rounded once, with tax on top or inside', async () => {
  const made = await offer([{ quantity: '3', base_price: '33.33', discount_percent: '5' }], {
    discount_percent: '2',
  })
  expect(await shown(made.id)).toMatchObject({
    subtotal: '94.99',
    discount_amount: '1.90',
    net_amount: '93.09',
    tax_amount: '12.10',
    total: '105.19',
    lines: [{ price: '31.6635', amount: '94.99' }],
  })
  const inside = await offer([{ base_price: '113' }], { price_includes_tax: true })
  expect(await shown(inside.id)).toMatchObject({ net_amount: '100.00', tax_amount: '13.00', total: '113.00' })
})

test('five percent is approved at once, 5.01 waits for the director, on the line or on the whole quote', async () => {
  const five = await offer([{ base_price: '100', discount_percent: '5.00' }])
  expect(await act(five.id, 'submit')).toMatchObject({ stage: 'approved' })
  for (const made of [
    await offer([{ base_price: '100', discount_percent: '5.01' }]),
    await offer([{ base_price: '100' }], { discount_percent: '5.01' }),
    await offer([{ base_price: '100', agreed_price: '94.99' }]),
  ]) {
    expect(await act(made.id, 'submit')).toMatchObject({
      stage: 'submitted',
      approval_because: [{ code: 'discount' }],
      approval_reasons: expect.stringContaining('折扣 5.01% 超过5%'),
    })
    expect(await taskFor(trade.director, made.id)).toBeDefined()
    expect(await taskFor(trade.boss, made.id)).toBeUndefined()
  }
})

test('before it is submitted a quote says who will have to agree, and the least each line must bring', async () => {
  const fair = await offer([{ base_price: '100', discount_percent: '5', cost: '50' }])
  expect(await act(fair.id, 'preview')).toMatchObject({ levels: [], reasons: [], lines: [{ below: false }] })
  const steep = await offer([{ base_price: '100', discount_percent: '5.01', cost: '94' }])
  expect(await act(steep.id, 'preview')).toMatchObject({
    levels: ['sales_director'],
    reasons: ['折扣 5.01% 超过5%'],
    lines: [{ below: true }],
  })
  expect(await shown(steep.id)).toMatchObject({ stage: 'draft', version: steep.version })
  const english = await trade.house.person('Ann', ['manager'], '公司')
  await english.raw({ method: 'PATCH', url: '/api/session', payload: { language: 'en' } })
  expect(await english.post(`/api/records/quote/${steep.id}/preview`)).toMatchObject({
    because: [{ code: 'discount', percent: '5.01' }],
    reasons: ['Discount of 5.01 %, over 5 %'],
  })
})

test('more than fifteen percent off the base goes to director, then general manager; a rejection gives it back', async () => {
  const { house, director, boss } = trade
  const made = await offer([{ base_price: '100', agreed_price: '115.01' }])
  await act(made.id, 'submit')
  await director.post(`/api/tasks/${(await taskFor(director, made.id)).id}/approve`, {})
  await house.settle()
  expect(await shown(made.id)).toMatchObject({ stage: 'submitted' })
  await boss.post(`/api/tasks/${(await taskFor(boss, made.id)).id}/reject`, { comment: '太贵' })
  await house.settle()
  expect(await shown(made.id)).toMatchObject({ stage: 'draft' })
  expect(await papers(made.id)).toEqual([])
  await act(made.id, 'submit')
  expect(await taskFor(director, made.id)).toBeDefined()
  expect(await act(made.id, 'withdraw')).toMatchObject({ stage: 'draft' })
})

test('a delivery later than committed is approved on both levels, a special clause is copied to the tech lead', async () => {
  const late = await offer([{ base_price: '100' }], { delivery_days: '31', committed_days: '30' })
  expect(await act(late.id, 'submit')).toMatchObject({ stage: 'submitted' })
  const special = await offer([{ base_price: '100' }], { special_clause: true, special_terms: '盐雾500小时' })
  await act(special.id, 'submit')
  await trade.house.settle()
  expect(await shown(special.id)).toMatchObject({ stage: 'approved' })
  const { items } = await trade.lead.get('/api/notifications')
  expect(items.some((one: { record: string }) => one.record === special.id)).toBe(true)
})

test('below the margin floor nothing is submitted: 18 % for A, 12 % only on trial', async () => {
  const margin = async (grade: string, trial: boolean, price: string) => {
    const made = await offer([{ base_price: price, cost: '82' }], {
      customer: await customer(`客户 ${grade} ${trial} ${price}`, { grade, trial }),
    })
    const { code = 'through', detail } = await act(made.id, 'submit')
    // The rule is told in words, not by its id.
    if (code === 'margin_too_low')
      expect(detail).toMatch(/低于底线 1[258]%（(A类客户保底|新客户试单期|其他客户)）；/)
    return code
  }
  expect(await margin('a', false, '100.00')).toBe('through')
  expect(await margin('a', false, '99.99')).toBe('margin_too_low')
  expect(await margin('c', true, '93.18')).toBe('through')
  expect(await margin('c', true, '93.17')).toBe('margin_too_low')
  expect(await margin('c', false, '93.18')).toBe('margin_too_low')
})

test('the PDF is there after the approval, in Chinese, once, and cannot be removed', async () => {
  const made = await offer([{ base_price: '1234.50', quantity: '2' }])
  expect(await papers(made.id)).toEqual([])
  await act(made.id, 'submit')
  await trade.house.settle()
  const [paper, ...more] = await papers(made.id)
  expect(more).toEqual([])
  expect(paper).toMatchObject({ name: `报价单-${made.number}.pdf`, purpose: 'quotation', kind: 'pdf' })
  expect((await trade.seller.raw({ method: 'DELETE', url: `/api/files/${paper.id}` })).status).toBe(409)
  if (!existsSync('/usr/bin/pdftotext')) return
  const bytes = await trade.house.workspace.files.read(paper.id)
  const text = execFileSync('pdftotext', ['-layout', '-', '-'], { input: bytes }).toString()
  for (const word of [made.number, '昆山试价有限公司', '2,789.97', '贰仟柒佰捌拾玖元玖角柒分'])
    expect(text).toContain(word)
}, 60_000)

test('a submitted quote stands: neither it nor its lines are edited, by its owner or by others', async () => {
  const made = await offer([{ base_price: '100' }])
  const { lines } = await shown(made.id)
  await act(made.id, 'submit')
  expect(
    (
      await trade.seller.raw({
        method: 'PATCH',
        url: `/api/records/quote/${made.id}`,
        payload: { discount_percent: '50' },
      })
    ).status,
  ).toBe(403)
  expect(
    (
      await trade.seller.raw({
        method: 'PATCH',
        url: `/api/records/quote_line/${lines[0].id}`,
        payload: { base_price: '1' },
      })
    ).status,
  ).toBe(403)
  expect(
    (
      await trade.seller.raw({
        method: 'POST',
        url: '/api/records/quote_line',
        payload: { quote: made.id, name: '夹带', quantity: '1', base_price: '1' },
      })
    ).status,
  ).toBe(403)
  const draft = await offer([{ base_price: '100' }])
  expect(
    await trade.seller.post('/api/records/quote_line', {
      quote: draft.id,
      name: '加一行',
      quantity: '1',
      base_price: '1',
    }),
  ).toMatchObject({ price: '1.00' })
  expect(await trade.director.patch(`/api/records/quote/${draft.id}`, { delivery_days: '20' })).toMatchObject(
    { delivery_days: '20' },
  )
  const [own] = (await shown(draft.id)).lines
  expect(
    (
      await trade.seller.raw({
        method: 'PATCH',
        url: `/api/records/quote_line/${own.id}`,
        payload: { quote: made.id },
      })
    ).status,
  ).toBe(403)
})

test('a revision takes the place of the one before, which can no longer be accepted', async () => {
  const first = await offer([{ base_price: '100' }, { name: '轴', base_price: '50' }])
  await act(first.id, 'submit')
  await act(first.id, 'send')
  const second = await act(first.id, 'revise', { reason: '客户要求降价' })
  expect(second).toMatchObject({ stage: 'draft', revision: '2', current: true, supersedes: first.id })
  expect(await shown(first.id)).toMatchObject({ stage: 'superseded', current: false })
  expect(await act(first.id, 'accept', { purchase_order: 'PO' })).toMatchObject({ code: 'action_not_now' })
  expect(await act(first.id, 'revise')).toMatchObject({ code: 'action_not_now' })
  const { lines } = await shown(second.id)
  await trade.seller.patch(`/api/records/quote/${second.id}`, {
    lines: [{ id: lines[0].id, discount_percent: '4' }],
  })
  expect(await act(second.id, 'compare')).toMatchObject({
    lines: [
      { name: '法兰', state: 'kept', changes: { price: ['100.00', '96.00'] } },
      { name: '轴', state: 'removed' },
    ],
  })
  await act(second.id, 'submit')
  expect(await shown(second.id)).toMatchObject({ document_number: `${first.number}-R2` })
})

test('fifteen silent days after sending make one task for the seller; a word in between starts them anew', async () => {
  const { house, seller } = trade
  const deal = await seller.post('/api/records/opportunity', { name: '等回复', customer: buyer })
  const made = await offer([{ base_price: '100' }], { opportunity: deal.id, valid_until: '2030-01-01' })
  await act(made.id, 'submit')
  await act(made.id, 'send')
  await house.settle()
  await house.forward({ days: 14 })
  await seller.post(`/api/records/opportunity/${deal.id}/log_touch`, { content: '客户还在比价' })
  await house.settle()
  await house.forward({ days: 14, hours: 23 })
  expect(await taskFor(seller, made.id, 'follow_up')).toBeUndefined()
  await house.forward({ hours: 2 })
  const first = await taskFor(seller, made.id, 'follow_up')
  expect(first).toBeDefined()
  await house.forward({ days: 30 })
  const { items } = await seller.get('/api/tasks?state=open')
  expect(
    items.filter(
      (task: { record: string; kind: string }) => task.record === made.id && task.kind === 'follow_up',
    ),
  ).toHaveLength(1)
  expect(await act(made.id, 'accept', { purchase_order: 'PO-9' })).toMatchObject({ stage: 'accepted' })
  expect(await taskFor(seller, made.id, 'follow_up')).toBeUndefined()
})

test('returned to its seller a quote is a draft again, is changed, and submitted anew asks by what it holds then', async () => {
  const { house, seller, director, boss } = trade
  const made = await offer([{ base_price: '100', agreed_price: '94.99', cost: '50' }])
  await act(made.id, 'submit')
  await director.post(`/api/tasks/${(await taskFor(director, made.id)).id}/return`, { comment: '再让一点' })
  await house.settle()
  expect(await shown(made.id)).toMatchObject({ stage: 'draft', _locked: false })
  const asked = await taskFor(seller, made.id)
  expect(asked.kind).toBe('revise')
  expect(await seller.post(`/api/tasks/${asked.id}/fill`, {})).toMatchObject({ code: 'resubmit_by_action' })
  const [line] = (await shown(made.id)).lines
  expect(await seller.patch(`/api/records/quote_line/${line.id}`, { agreed_price: '84.99' })).toMatchObject({
    price: '84.99',
  })
  expect(await act(made.id, 'submit')).toMatchObject({ stage: 'submitted' })
  await house.settle()
  expect(await taskFor(seller, made.id)).toBeUndefined()
  for (const who of [director, boss]) {
    await who.post(`/api/tasks/${(await taskFor(who, made.id)).id}/approve`, {})
    await house.settle()
  }
  expect(await shown(made.id)).toMatchObject({ stage: 'approved' })
})

test('a quote that was returned and then taken back can be submitted again', async () => {
  const { house, seller, director } = trade
  const made = await offer([{ base_price: '100', agreed_price: '94.99', cost: '50' }])
  await act(made.id, 'submit')
  await director.post(`/api/tasks/${(await taskFor(director, made.id)).id}/return`, { comment: '请补充' })
  await house.settle()
  const {
    items: [run],
  } = await seller.get(`/api/processes?object=quote&record=${made.id}`)
  await seller.post(`/api/processes/${run.id}/withdraw`, {})
  expect(await act(made.id, 'submit')).toMatchObject({ stage: 'submitted' })
  await house.settle()
  expect(await shown(made.id)).toMatchObject({ stage: 'submitted' })
})
