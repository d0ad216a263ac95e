import { existsSync, readFileSync } from 'node:fs'
import { nobody, signIn, until, where, type Client } from './client.ts'

/** What one step of the walk leaves for the next. */
interface Trail {
  readonly base: string
  readonly mark: string
  readonly as: Readonly<Record<'sales' | 'sales2' | 'director' | 'tech' | 'planner' | 'worker' | 'quality' | 'warehouse' | 'engineer' | 'finance' | 'manager' | 'admin', Client>>
  /** The seller who got the lead. */
  seller: Client
  lead: string
  customer: string
  opportunity: string
  quote: string
  contract: string
  order: string
  equipment: string
}

export interface WalkStep {
  readonly number: number
  readonly name: string
  readonly run: (trail: Trail) => Promise<string>
}

export interface WalkResult {
  readonly number: number
  readonly name: string
  readonly seconds: number
  /** What was seen to hold. */
  readonly seen: string
}

const logins = { sales: 'sales', sales2: 'sales2', director: 'sales-director', tech: 'tech-lead', planner: 'planner', worker: 'worker', quality: 'quality', warehouse: 'warehouse', engineer: 'service-engineer', finance: 'finance', manager: 'manager', admin: 'admin' } as const

/** From an inquiry to money and back, through every department, over HTTP against a running server with the demonstration company. */
export async function walk(base: string, password: string, told: (result: WalkResult) => void = () => {}): Promise<readonly WalkResult[]> {
  const people = await Promise.all(Object.entries(logins).map(async ([name, login]) => [name, await signIn(base, `${login}@demo.example`, password)] as const))
  const trail = { base, mark: Date.now().toString(36), as: Object.fromEntries(people) } as unknown as Trail
  const results: WalkResult[] = []
  for (const step of steps) {
    const began = performance.now()
    const seen = await step.run(trail).catch((error: Error) => {
      throw new Error(`Step ${step.number} (${step.name}): ${error.message}`, { cause: error })
    })
    const result = { number: step.number, name: step.name, seconds: (performance.now() - began) / 1000, seen }
    results.push(result)
    told(result)
  }
  return results
}

const must = (holds: unknown, sentence: string): void => {
  if (!holds) throw new Error(sentence)
}
const first = async (client: Client, object: string, condition: string) => (await client.get(`/records/${object}?limit=1&${where(condition)}`)).items[0]

async function receive(trail: Trail): Promise<string> {
  const { base, mark, as } = trail
  const inquiry = { external_id: `walk-${mark}`, company: `绍兴贯通${mark}环保设备有限公司`, contact: '王工', phone: `139${String(Date.now()).slice(-8)}`, province: '浙江省', city: '绍兴市', product_line: '环保设备', budget: '480000', message: '需要一套脱硫塔配套不锈钢件' }
  const [one, two] = await Promise.all([nobody(base).post('/intake/website', inquiry), nobody(base).post('/intake/website', inquiry)])
  must(one.lead === two.lead, 'the same external id made two leads')
  trail.lead = one.lead
  const lead = await until('the lead to be routed', async () => {
    const row = await as.director.get(`/records/lead/${one.lead}`)
    return row.owner && row.first_response_due_at ? row : null
  })
  must(lead.province === '浙江' && lead.phone_key?.startsWith('+86'), 'the lead was not normalised')
  must(lead._deadlines.some((deadline: any) => deadline.name === 'first_response'), 'no first-response deadline runs')
  const sales = (await as.sales.get('/session')).user
  trail.seller = lead.owner === sales.id ? as.sales : as.sales2
  const notices = await trail.seller.get('/notifications')
  must(notices.items.some((notice: any) => notice.record === trail.lead), 'the owner was not told')
  return `${lead.number} → ${lead.routing}`
}

async function convert(trail: Trail): Promise<string> {
  const { seller, lead } = trail
  await seller.post(`/records/lead/${lead}/log_touch`, { kind: 'call', content: '已与王工通话，确认需求', minutes: '12', intent: 'high' })
  const made = await seller.post(`/records/lead/${lead}/convert`)
  must(made.customer && made.contact && made.opportunity, 'convert did not answer three ids')
  Object.assign(trail, { customer: made.customer, opportunity: made.opportunity })
  const [row, deal] = await Promise.all([seller.get(`/records/lead/${lead}`), seller.get(`/records/opportunity/${made.opportunity}`)])
  must(row.opportunity === deal.id && deal.lead === lead, 'lead and opportunity are not linked both ways')
  return `${deal.number} ${deal.name}`
}

async function openStages(trail: Trail): Promise<string> {
  const { seller, opportunity, customer } = trail
  const path = `/records/opportunity/${opportunity}`
  const missing = async (to: string) => (await seller.refused(`${path}/move_stage`, { to })).missing.map((one: any) => one.code).join(', ')
  const evidence = (purpose: string, name: string) => seller.upload({ name, content: `%PDF-1.4 ${purpose}`, object: 'opportunity', record: opportunity, purpose })
  const seen = [await missing('requirement')]
  await evidence('call_recording', '通话录音.pdf')
  await seller.patch(path, { technical_parameters: '304不锈钢，2 mm，激光切割+折弯', application_scenario: '脱硫塔', budget_range: '40-50万', timetable: '两个月', intent: 'high' })
  await seller.post(`${path}/move_stage`, { to: 'requirement' })
  const director = await seller.post('/records/contact', { customer, name: '李总工', job_function: 'technical_director' })
  const meet = (minutes: string) => seller.post('/records/activity', { kind: 'meeting', content: '技术交流', minutes, contact: director.id, customer, opportunity })
  await meet('60')
  seen.push(await missing('proposal'))
  await meet('61')
  await seller.post(`${path}/move_stage`, { to: 'proposal' })
  seen.push(await missing('negotiation'))
  await seller.patch(path, { sample_test: 'pass' })
  await evidence('written_confirmation', '客户邮件.pdf')
  await seller.post(`${path}/move_stage`, { to: 'negotiation' })
  return seen.join(' | ')
}

/** The flange of the real data where that is at hand, else a small contour of our own. */
function drawing(): { name: string; content: Uint8Array | string } {
  const real = new URL('../../shared/data/drawings/own_flange_d160.step', import.meta.url)
  if (existsSync(real)) return { name: '法兰.step', content: readFileSync(real) }
  return { name: '底板.dxf', content: ['0', 'SECTION', '2', 'ENTITIES', '0', 'CIRCLE', '8', '0', '10', '0', '20', '0', '40', '50', '0', 'ENDSEC', '0', 'EOF'].join('\n') }
}

async function attachDrawing(trail: Trail): Promise<string> {
  const { seller, as, opportunity } = trail
  await seller.upload({ ...drawing(), object: 'opportunity', record: opportunity, purpose: 'drawing' })
  const row = await until('the drawing to be measured', async () => {
    const found = await first(seller, 'drawing', `opportunity = "${opportunity}" and kind in ("step", "dxf")`)
    return found && found.stage !== 'received' && found.stage !== 'measuring' ? found : null
  }, 60_000)
  const task = await until('the evaluation task', async () => (await as.tech.get('/tasks')).items.find((one: any) => one.kind === 'evaluation' && one.record_title))
  return `${row.kind} ${row.stage}, ${row.volume_mm3 ?? row.net_area_mm2 ?? '?'} ; ${task.title}`
}

async function quoteAndApprove(trail: Trail): Promise<string> {
  const { seller, as, opportunity, customer } = trail
  const make = (discount: string) => seller.post('/records/quote', {
    customer, opportunity, currency: 'CNY', delivery_days: '30', committed_days: '45', tax_rate: '13',
    lines: [{ item_code: `FL-${trail.mark}`, name: '法兰 DN160', spec: 'SUS304', quantity: '4', unit: '件', base_price: '1000.00', discount_percent: discount, cost: '600.00' }],
  })
  const plain = await make('5')
  const answer = await seller.post(`/records/quote/${plain.id}/submit`)
  const approved = await seller.get(`/records/quote/${plain.id}`)
  must(approved.stage === 'approved', `a discount of exactly 5 % needed approval: ${JSON.stringify(answer).slice(0, 200)}`)
  const steep = await make('5.01')
  must((await seller.get(`/files?object=quote&record=${steep.id}`)).items.length === 0, 'a PDF exists before the approval')
  await seller.post(`/records/quote/${steep.id}/submit`)
  must((await seller.get(`/records/quote/${steep.id}`)).stage === 'submitted', 'a discount of 5.01 % was not held for approval')
  const task = await until('the director to be asked', async () => (await as.director.get('/tasks')).items.find((one: any) => one.record === steep.id))
  await as.director.post(`/tasks/${task.id}/approve`, { comment: '同意' })
  await until('the quote to be approved', async () => (await seller.get(`/records/quote/${steep.id}`)).stage === 'approved')
  const pdf = await until('the PDF', async () => (await seller.get(`/files?object=quote&record=${steep.id}`)).items.find((file: any) => file.type === 'application/pdf'))
  const bytes = await seller.bytes(`/files/${pdf.id}`)
  must(Buffer.from(bytes.subarray(0, 5)).toString() === '%PDF-', 'the PDF is not one')
  trail.quote = steep.id
  return `5.00 % 免审批，5.01 % 经销售总监批准，${pdf.name} ${Math.round(bytes.length / 1024)} KB`
}

async function contractAndSign(trail: Trail): Promise<string> {
  const { seller, as, quote, opportunity, customer } = trail
  await seller.post(`/records/quote/${quote}/send`)
  await seller.post(`/records/quote/${quote}/accept`, { purchase_order: `PO-${trail.mark}` })
  await seller.post(`/records/opportunity/${opportunity}/move_stage`, { to: 'contract' })
  const contract = await until('the contract draft', () => first(seller, 'contract', `quote = "${quote}"`))
  trail.contract = contract.id
  const whole = await seller.get(`/records/contract/${contract.id}`)
  const plan = whole.instalments.map(({ id, name, percent, amount, trigger }: any) => ({ id, name, percent, amount, trigger }))
  await seller.patch(`/records/contract/${contract.id}`, { instalments: plan.slice(0, -1) })
  const refused = await seller.refused(`/records/contract/${contract.id}/submit`)
  await seller.patch(`/records/contract/${contract.id}`, { instalments: plan.map(({ id, ...line }: any, i: number) => (i < plan.length - 1 ? { id, ...line } : line)) })
  await seller.post(`/records/contract/${contract.id}/submit`)
  for (const who of [as.director, as.finance]) {
    const task = await until('the contract to be approved', async () => (await who.get('/tasks')).items.find((one: any) => one.record === contract.id))
    await who.post(`/tasks/${task.id}/approve`, { comment: '同意' })
  }
  await until('the contract to be approved', async () => (await seller.get(`/records/contract/${contract.id}`)).stage === 'approved')
  await seller.post(`/records/contract/${contract.id}/sign`, { signed_on: (await seller.get('/clock')).now.slice(0, 10) })
  await until('the opportunity to be won', async () => (await seller.get(`/records/opportunity/${opportunity}`)).stage === 'won')
  await until('the customer to be one', async () => (await seller.get(`/records/customer/${customer}`)).status === 'customer')
  const order = await until('the order', () => first(seller, 'order', `contract = "${contract.id}"`))
  trail.order = order.id
  return `${whole.number}（${refused.code}）→ ${order.number}，商机赢单，正式客户`
}

async function releaseOrder(trail: Trail): Promise<string> {
  const { seller, as, order } = trail
  const stock = await seller.post(`/records/order/${order}/stock`)
  await as.planner.post(`/records/order/${order}/confirm`)
  const work = await until('the work order for the shortage', () => first(as.planner, 'work_order', `order = "${order}"`))
  const held = await as.planner.refused(`/records/work_order/${work.id}/release`)
  for (const [who, side] of [[as.planner, 'production'], [as.quality, 'quality']] as const) {
    const sheet = await until('the sign-off sheet', () => first(who, 'requirement_sign_off', `order = "${order}" and side = "${side}"`))
    await who.post(`/records/requirement_sign_off/${sheet.id}/sign`, {})
  }
  await as.planner.post(`/records/work_order/${work.id}/release`)
  const again = (await as.planner.get(`/records/work_order?count=true&${where(`order = "${order}"`)}`)).count
  must(again === 1, `the shortage was raised ${again} times`)
  return `${JSON.stringify(stock).slice(0, 120)} ；会签前拒绝下达：${held.missing.map((one: any) => one.code).join(', ')}`
}

async function produceAndShip(trail: Trail): Promise<string> {
  const { seller, as, order } = trail
  const work = await first(as.planner, 'work_order', `order = "${order}"`)
  const cards = await until('the job cards', async () => {
    const { items } = await as.worker.get(`/records/job_card?sort=created_at&${where(`work_order = "${work.id}"`)}`)
    return items.length > 0 ? (items as any[]).sort((a, b) => Number(a.sequence) - Number(b.sequence)) : null
  })
  let good = work.quantity
  for (const [i, card] of cards.entries()) {
    const scanned = await first(as.worker, 'job_card', `code = "${card.code}"`)
    must(scanned?.id === card.id && scanned.started_at === null, 'opening a job card started its timer')
    await as.worker.post(`/records/job_card/${card.id}/start`)
    await as.worker.post(`/records/job_card/${card.id}/report`, { good, ...(i === 0 ? {} : {}) })
    await as.worker.post(`/records/job_card/${card.id}/finish`)
    good = work.quantity
  }
  const reported = performance.now()
  await until('the order to show its progress', async () => Number((await seller.get(`/records/order/${order}`)).production_progress) === 100)
  const lag = (performance.now() - reported) / 1000
  const failing = await until('the inspection', () => first(as.quality, 'inspection', `work_order = "${work.id}" and result = "pending"`))
  await as.quality.post(`/records/inspection/${failing.id}/record`, { result: 'pass', note: '尺寸合格' })
  await until('the order to be ready', async () => (await seller.get(`/records/order/${order}`)).stage === 'ready')
  await as.warehouse.post(`/records/order/${order}/ship`, {})
  const units = await until('the equipment files', async () => {
    const { items } = await as.engineer.get(`/records/equipment?${where(`order = "${order}"`)}`)
    return items.length >= Number(work.quantity) ? items : null
  })
  trail.equipment = units[0].id
  must(units[0].warranty_from && units[0].warranty_to, 'the equipment has no warranty dates')
  return `${cards.length} 道工序报工，销售 ${lag.toFixed(1)} s 内看到进度 100 %，发货 ${units.length} 台，保修至 ${units[0].warranty_to}`
}

async function collect(trail: Trail): Promise<string> {
  const { seller, as, order } = trail
  const row = await seller.get(`/records/order/${order}`)
  const { items: dues } = await as.finance.get(`/records/receivable?${where(`order = "${order}"`)}`)
  const account = (await as.finance.get('/records/bank_account?limit=1')).items[0]
  const statement = (lines: readonly string[]) => ['交易日期,收入金额,支出金额,余额,对方户名,摘要', ...lines].join('\n')
  const day = (await seller.get('/clock')).now.slice(0, 10)
  const upload = async (name: string, lines: readonly string[]) => {
    const file = await as.finance.upload({ name, content: statement(lines) })
    return as.finance.post(`/records/bank_account/${account.id}/import_statement`, { file: [file.id] })
  }
  const answer = await upload('对账单.csv', [
    ...dues.map((due: any, i: number) => `${day},${due.amount},,1000${i}.00,绍兴贯通${trail.mark}环保设备有限公司,货款 ${row.number}`),
    `${day},77.77,,20000.00,某某个人,转账`,
  ])
  const paid = await until('the order to be paid', async () => {
    const now = await seller.get(`/records/order/${order}`)
    return now.payment_state === 'paid' ? now : null
  }, 30_000).catch(async (error: Error) => {
    const { items } = await as.finance.get(`/records/bank_line?sort=-created_at&limit=10&${where(`account = "${account.id}"`)}`)
    throw new Error(`${error.message}; lines: ${items.map((line: any) => `${line.amount} ${line.memo} ${line.state}`).join(' | ')}; import: ${JSON.stringify(answer)}`)
  })
  const stray = await first(as.finance, 'bank_line', `account = "${account.id}" and amount = 77.77 and state = "unmatched"`)
  must(stray, 'the stray line was not left for somebody to look at')
  await until('the seller to be told', async () => (await seller.get('/notifications')).items.some((notice: any) => /已回款|回款/.test(notice.title.zh)))
  return `${dues.length} 笔应收全部核销（${paid.received_amount}），无关流水留待人工`
}

async function serve(trail: Trail): Promise<string> {
  const { as, seller, base, customer } = trail
  const unit = await as.engineer.get(`/records/equipment/${trail.equipment}`)
  const shown = await nobody(base).get(`/public/repair/${unit.token}`)
  const sent = await nobody(base).post(`/public/repair/${unit.token}`, { contact: '张师傅', phone: '13712345678', description: '法兰面渗漏' })
  const ticket = await until('the ticket to be dispatched', async () => first(as.engineer, 'ticket', `equipment = "${unit.id}" and stage = "dispatched"`))
  await as.engineer.post(`/records/ticket/${ticket.id}/check_in`, {})
  const unsigned = await as.engineer.refused(`/records/ticket/${ticket.id}/resolve`, { solution: '更换垫片' })
  const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
  const signature = await as.engineer.upload({ name: '签名.png', content: png, object: 'ticket', record: ticket.id, purpose: 'signature' })
  await as.engineer.post(`/records/ticket/${ticket.id}/resolve`, { solution: '更换垫片', signature: signature.id })
  await as.engineer.post(`/records/ticket/${ticket.id}/raise_opportunity`, { title: '升级双层密封', note: '客户有改造意向' })
  const deal = await until('the new opportunity', () => first(seller, 'opportunity', `customer = "${customer}" and source = "service"`))
  return `${shown.name ?? shown.equipment?.name ?? '设备'} → ${sent.number ?? sent.ticket ?? '工单'}，${unsigned.code}，${deal.number} 归${deal.owner === (await seller.get('/session')).user.id ? '原销售' : '他人'}`
}

async function wait(trail: Trail): Promise<string> {
  const { as, seller, customer } = trail
  const deal = await seller.post('/records/opportunity', { name: `停滞商机 ${trail.mark}`, customer, intent: 'high', technical_parameters: '略', application_scenario: '略', budget_range: '略', timetable: '略' })
  await seller.upload({ name: '录音.pdf', content: '%PDF-1.4 x', object: 'opportunity', record: deal.id, purpose: 'call_recording' })
  await seller.post(`/records/opportunity/${deal.id}/move_stage`, { to: 'requirement' })
  const quote = await seller.post('/records/quote', { customer, opportunity: deal.id, currency: 'CNY', delivery_days: '30', committed_days: '45', lines: [{ item_code: 'X', name: '件', quantity: '1', unit: '件', base_price: '100.00', cost: '50.00' }] })
  await seller.post(`/records/quote/${quote.id}/submit`)
  await until('the quote to be approved', async () => (await seller.get(`/records/quote/${quote.id}`)).stage === 'approved')
  await seller.post(`/records/quote/${quote.id}/send`)
  await until('the deadlines to run', async () => (await seller.get(`/records/quote/${quote.id}`))._deadlines.length > 0)
  const alerts = async () => (await as.director.get('/notifications')).items.filter((notice: any) => notice.record === deal.id).length
  const followUps = async () => (await seller.get('/tasks')).items.filter((task: any) => task.record === quote.id).length
  const forward = (days: number) => as.admin.post('/clock', { forward_s: days * 86_400 })
  await forward(14)
  must((await followUps()) === 0, 'the follow-up came before 15 days')
  await forward(2)
  await until('the follow-up task after 15 days', async () => (await followUps()) === 1)
  must((await alerts()) === 0, 'the director was told before 30 days')
  await forward(15)
  await until('the director to be told after 30 days', async () => (await alerts()) === 1)
  return '15 天未跟进生成 1 个任务，需求确认超过 30 天提醒销售总监 1 次'
}

async function lookFromTheCockpit(trail: Trail): Promise<string> {
  const { as } = trail
  const seen: string[] = []
  for (const name of ['sales_funnel', 'won_in_month', 'won_in_month_last_year', 'activity_board']) {
    const result = await as.manager.post(`/reports/${name}/run`)
    const figures = result.rows.length > 0 ? result.rows : [{ where: result.where, count: result.count }]
    for (const row of figures) {
      const list = await as.manager.get(`/records/${result.object}?limit=1&count=exact&${where(row.where)}`)
      must(list.count === row.count, `${name}: ${row.count} in the figure, ${list.count} in the list behind it`)
    }
    seen.push(`${name} ${result.count}`)
  }
  return seen.join('，')
}

const steps: readonly WalkStep[] = [
  { number: 1, name: '官网询盘 → 去重、分配、30 分钟时限', run: receive },
  { number: 2, name: '首次触达，转为客户与商机', run: convert },
  { number: 3, name: '阶段通关（通关文牒）', run: openStages },
  { number: 4, name: '图纸识别、测量、技术评估', run: attachDrawing },
  { number: 5, name: '报价、审批、PDF', run: quoteAndApprove },
  { number: 6, name: '合同、签订、赢单', run: contractAndSign },
  { number: 7, name: '库存、缺料、特殊要求会签、下达', run: releaseOrder },
  { number: 8, name: '扫码报工、质检、发货、设备档案', run: produceAndShip },
  { number: 9, name: '银行流水核销应收', run: collect },
  { number: 10, name: '扫码报修、派工、签字、新商机', run: serve },
  { number: 11, name: '停留预警与报价跟进', run: wait },
  { number: 12, name: '驾驶舱：每个数字打开对应明细', run: lookFromTheCockpit },
]
