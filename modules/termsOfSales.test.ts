import { afterAll, beforeAll, expect, test } from 'vitest'
import { companyCalendar } from '../kernel/calendar/company.ts'
import type { Caller } from '../kernel/testing/testHouse.ts'
import { sayRows } from '../model/index.ts'
import { plateDxf, upload } from './contracts/testTrade.ts'
import { routedSentences } from './leads/whyRouted.ts'
import { hoursGiven, openTermHouse, termTests, type TermHouse } from './testTerms.ts'

let terms: TermHouse, boss: Caller, director: Caller, seller: Caller, second: Caller, engineer: Caller
beforeAll(async () => {
  terms = await openTermHouse()
  for (const group of ['销售一组', '销售二组']) await terms.house.department(group, '销售部')
  boss = await terms.as('manager', '顾明远')
  director = await terms.as('sales_director', '沈岚', '销售部')
  seller = await terms.as('sales', '林晓', '销售一组')
  second = await terms.house.person('周予安', ['sales'], '销售二组')
  engineer = await terms.as('tech_lead', '陆工')
}, 60_000)
afterAll(() => terms?.house.stop())
const governs = termTests(() => terms)

const lead = (id: string) => director.get(`/api/records/lead/${id}`)
/** A lead as it came from the website and was given to somebody. */
async function inquire(company: string, more: object = {}) {
  const payload = {
    external_id: company,
    company,
    contact: '王工',
    province: '浙江',
    message: '询价',
    ...more,
  }
  const answer = await terms.house.app.inject({ method: 'POST', url: '/api/intake/website', payload })
  await terms.house.settle()
  return lead(answer.json<{ lead: string }>().lead)
}
const deal = async (partner: string, company: string) => {
  const { id } = await seller.post('/api/records/deal_registration', { partner, company, amount: '100000' })
  return seller.post(`/api/records/deal_registration/${id}/register`)
}
/** A quote that nobody has to approve, approved. */
async function approvedQuote(code: string) {
  await boss.post('/api/records/price_list', { item_code: code, price: '100', valid_from: '2020-01-01' })
  await boss.post('/api/records/item', { code, name: code, standard_cost: '50' })
  const customer = await seller.post('/api/records/customer', { name: `${code} 客户有限公司` })
  const lines = [{ name: '法兰', item_code: code, quantity: '1', base_price: '100' }]
  const made = await seller.post('/api/records/quote', { customer: customer.id, lines })
  await seller.post(`/api/records/quote/${made.id}/submit`)
  const quote = await seller.get(`/api/records/quote/${made.id}`)
  expect(quote.stage).toBe('approved')
  return quote
}

governs(
  'open_leads',
  '2',
  'a seller with more than two open leads passes the next one on, and the reason says two',
  async () => {
    const given = []
    for (const name of ['甲', '乙', '丙', '丁']) given.push(await inquire(`绍兴${name}水处理有限公司`))
    expect(given.map(({ owner }) => owner)).toEqual([seller.id, seller.id, seller.id, second.id])
    expect(given[3].routing).toContain('销售一组在手线索超过2条，顺延')
    const english = sayRows(given[3].routed, routedSentences).map(({ en }) => en)
    expect(english).toContain('销售一组: more than 2 open leads, passed on')
  },
)

governs(
  'duplicate_likeness',
  '0.9',
  'names of a likeness of 0.83 are no duplicates any more, nor for a partner',
  async () => {
    const [known, alike] = ['宁波远大机械有限公司', '宁波远达机械有限公司']
    const partner = await seller.post('/api/records/partner', { name: '甬江代理' })
    await boss.post('/api/records/customer', { name: known })
    await terms.house.settle()
    expect((await inquire(alike)).possible_duplicate).toBe(false)
    expect((await deal(partner.id, alike)).conflict).toBeNull()
    await terms.change('duplicate_likeness', '0.83')
    expect((await inquire(alike, { external_id: '又一次' })).possible_duplicate).toBe(true)
    expect((await deal(partner.id, alike)).conflict).toContain('相似度 0.83')
  },
)

governs(
  'deal_protection',
  '30',
  'a deal is its partner’s for thirty days, and on the day after another’s',
  async () => {
    const one = await seller.post('/api/records/partner', { name: '苏南代理' })
    const two = await seller.post('/api/records/partner', { name: '苏北代理' })
    const approve = async (partner: string) => {
      const { id } = await deal(partner, '苏州宏远精密机械有限公司')
      return boss.post(`/api/records/deal_registration/${id}/approve`)
    }
    expect(await approve(one.id)).toMatchObject({ state: 'approved', protected_until: terms.today(30) })
    await terms.house.forward({ days: 30 })
    expect((await approve(two.id)).code).toBe('deal_protected')
    await terms.house.forward({ days: 1 })
    expect(await approve(two.id)).toMatchObject({ state: 'approved', protected_until: terms.today(30) })
  },
)

governs(
  'evaluation_due',
  '4',
  'a drawing is late after four working days without a word',
  async ({ house, task, notices }) => {
    const customer = await seller.post('/api/records/customer', { name: '太仓图纸有限公司' })
    const { id } = await seller.post('/api/records/opportunity', { name: '来图询价', customer: customer.id })
    await upload(seller, { name: '底板.dxf', content: plateDxf, object: 'opportunity', record: id })
    await house.settle()
    const [study] = await terms.rows(engineer, 'evaluation', `opportunity = "${id}"`)
    const due = companyCalendar(house.workspace.zone).addWorkingTime(new Date(study.created_at), { days: 4 })
    expect(study.due_at).toBe(due.toISOString())
    expect((await task(engineer, study.id, 'evaluation')).due_at).toBe(study.due_at)
    const minutes = Math.floor((due.getTime() - Date.parse(study.created_at)) / 60_000)
    await house.forward({ minutes: minutes - 10 })
    expect(await notices(engineer, study.id)).toEqual([])
    await house.forward({ minutes: 11 })
    expect(await notices(engineer, study.id)).toMatchObject([{ zh: '技术评估超时：来图询价' }])
  },
)

governs(
  'quote_follow_up',
  '7',
  'after seven days of silence the seller is reminded, and told of seven days',
  async ({ house, task }) => {
    const quote = await approvedQuote('QF-7')
    await seller.post(`/api/records/quote/${quote.id}/send`)
    await house.forward({ days: 6 })
    const { items } = await seller.get('/api/tasks')
    expect(items.filter((one: { record: string }) => one.record === quote.id)).toEqual([])
    await house.forward({ days: 1 })
    const { data, ...reminder } = await task(seller, quote.id, 'follow_up')
    expect(reminder.title).toBe(`跟进提醒：报价 ${quote.number} 已7天没有跟进`)
    expect(data.title.en).toBe(`Follow up: quote ${quote.number} has been silent for 7 days`)
  },
)

governs(
  'quote_follow_up',
  '5',
  'a reminder names the days that had passed, not the term of today',
  async ({ house, task, change }) => {
    const quote = await approvedQuote('QF-5')
    await seller.post(`/api/records/quote/${quote.id}/send`)
    await change('quote_follow_up', '9')
    await house.forward({ days: 5 })
    const { title, data } = await task(seller, quote.id, 'follow_up')
    expect(title).toContain('已5天没有跟进')
    expect(data.title.en).toContain('silent for 5 days')
  },
)

governs('quote_follow_up_task', '48', 'the seller has two days for the reminder', async ({ house, task }) => {
  const quote = await approvedQuote('QT-48')
  await seller.post(`/api/records/quote/${quote.id}/send`)
  await house.forward({ days: 15 })
  expect(hoursGiven(await task(seller, quote.id, 'follow_up'))).toBe(48)
})

governs('quote_validity', '10', 'an offer holds ten days from its approval', async () => {
  const first = await approvedQuote('QV-10')
  expect(first.valid_until).toBe(terms.today(10))
  await seller.post(`/api/records/quote/${first.id}/send`)
  await terms.house.forward({ days: 11 })
  const late = await seller.post(`/api/records/quote/${first.id}/accept`, { purchase_order: 'PO-1' })
  expect(late.code).toBe('quote_expired')
  // The refusal asks for a revision: that one counts from its own approval, unless somebody says until when.
  const again = await seller.post(`/api/records/quote/${first.id}/revise`)
  await seller.post(`/api/records/quote/${again.id}/submit`)
  const second = await seller.get(`/api/records/quote/${again.id}`)
  expect(second.valid_until).toBe(terms.today(10))
  const third = await seller.post(`/api/records/quote/${again.id}/revise`)
  await seller.patch(`/api/records/quote/${third.id}`, { valid_until: terms.today(99) })
  await seller.post(`/api/records/quote/${third.id}/submit`)
  const fourth = await seller.post(`/api/records/quote/${third.id}/revise`)
  expect(fourth.valid_until).toBe(terms.today(99))
})

governs(
  'material_price_fresh',
  '10',
  'a price of eleven days is said to be old, one of ten is not',
  async ({ house, rows, today }) => {
    const customer = await seller.post('/api/records/customer', { name: '常熟核价有限公司' })
    const { id } = await seller.post('/api/records/opportunity', { name: '平板', customer: customer.id })
    await upload(seller, { name: '平板.dxf', content: plateDxf, object: 'opportunity', record: id })
    await house.settle()
    const [drawing] = await rows(engineer, 'drawing', `opportunity = "${id}"`)
    const notes = async (material: string, age: number): Promise<string> => {
      const price = { material, price_per_kg: '5.00', valid_from: today(-age) }
      await boss.post('/api/records/material_price', price)
      const figures = { material, thickness: '5', process: 'flat_cut' }
      await engineer.patch(`/api/records/drawing/${drawing.id}`, figures)
      await engineer.post(`/api/records/drawing/${drawing.id}/measure`)
      await house.settle()
      const lines = [{ name: '平板', drawing: drawing.id, quantity: '1' }]
      const quote = await seller.post('/api/records/quote', { customer: customer.id, lines })
      await seller.post(`/api/records/quote/${quote.id}/cost`)
      return (await rows(engineer, 'cost_sheet', `quote = "${quote.id}"`))[0].notes ?? ''
    }
    expect(await notes('Q235', 10)).not.toContain('未更新')
    expect(await notes('SUS304', 11)).toContain('材料 SUS304 的价格已11天未更新')
  },
)

test('the rule for the first response sets the time, and a seller is told what is left of it', async () => {
  const admin = await terms.as('admin')
  const rules = [{ id: 'all', when: ['-'], then: ['45'] }]
  await admin.put('/api/definitions/decision/lead_response', { rules })
  const publishing = { method: 'POST', url: '/api/definitions/decision/lead_response/publish' } as const
  expect((await admin.raw(publishing)).status).toBe(200)
  const company = '湖州时限电机有限公司'
  const row = await inquire(company)
  expect(Date.parse(row.first_response_due_at) - Date.parse(row.created_at)).toBe(45 * 60_000)
  const owner = row.owner === seller.id ? seller : second
  const told = async () => (await terms.notices(owner, row.id)).map(({ zh, en }) => [zh, en])
  const called = (zh: string, en: string) => [
    `新线索：${company}，请${zh}`,
    `New lead: ${company}. Call ${en}`,
  ]
  expect(await told()).toEqual([called('在45分钟内联系', 'within 45 minutes')])
  const giveAgain = async (minutes: number) => {
    await terms.house.forward({ minutes })
    await director.post(`/api/records/lead/${row.id}/assign`, { to: row.owner })
  }
  await giveAgain(20)
  expect(await told()).toContainEqual(called('在25分钟内联系', 'within 25 minutes'))
  await giveAgain(30)
  expect(await told()).toContainEqual(called('立即联系', 'at once'))
})
