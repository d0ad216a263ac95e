import { nobody, until } from '../client.ts'
import { flangeDrawing } from '../drawings.ts'
import { first, must, type Trail } from './trail.ts'

/**
 * One inquiry sent twice at the same time is one lead: normalised, routed, with a running deadline, and its
 * owner told.
 */
export async function receive(trail: Trail): Promise<string> {
  const { base, mark, company, as } = trail
  const inquiry = {
    external_id: `walk-${mark}`,
    company,
    contact: '王工',
    phone: `139${String(Date.now()).slice(-8)}`,
    province: '浙江省',
    city: '绍兴市',
    product_line: '环保设备',
    budget: '480000',
    message: '需要一套脱硫塔配套不锈钢件',
  }
  const [one, two] = await Promise.all([
    nobody(base).post('/intake/website', inquiry),
    nobody(base).post('/intake/website', inquiry),
  ])
  must(one.lead === two.lead, 'the same external id made two leads')
  trail.lead = one.lead
  const lead = await until('the lead to be routed', async () => {
    const row = await as.director.get(`/records/lead/${one.lead}`)
    return row.owner && row.first_response_due_at ? row : null
  })
  must(lead.province === '浙江' && lead.phone_key?.startsWith('+86'), 'the lead was not normalised')
  must(
    lead._deadlines.some((deadline: any) => deadline.name === 'first_response'),
    'no first-response deadline runs',
  )
  const sales = (await as.sales.get('/session')).user
  trail.seller = lead.owner === sales.id ? as.sales : as.sales2
  const notices = await trail.seller.get('/notifications')
  must(
    notices.items.some((notice: any) => notice.record === trail.lead),
    'the owner was not told',
  )
  return `${lead.number} → ${lead.routing}`
}

/** The first touch and the conversion: customer, contact and deal, linked both ways. */
export async function convert(trail: Trail): Promise<string> {
  const { seller, lead } = trail
  await seller.post(`/records/lead/${lead}/log_touch`, {
    kind: 'call',
    content: '已与王工通话，确认需求',
    minutes: '12',
    intent: 'high',
  })
  const made = await seller.post(`/records/lead/${lead}/convert`)
  must(made.customer && made.contact && made.opportunity, 'convert did not answer three ids')
  Object.assign(trail, { customer: made.customer, opportunity: made.opportunity })
  const [row, deal] = await Promise.all([
    seller.get(`/records/lead/${lead}`),
    seller.get(`/records/opportunity/${made.opportunity}`),
  ])
  must(row.opportunity === deal.id && deal.lead === lead, 'lead and opportunity are not linked both ways')
  return `${deal.number} ${deal.name}`
}

/**
 * Every gate refuses until its evidence is there; a meeting of exactly 60 minutes is not one of more than 60.
 */
export async function openStages(trail: Trail): Promise<string> {
  const { seller, opportunity, customer } = trail
  const path = `/records/opportunity/${opportunity}`
  const missing = async (to: string) =>
    (await seller.refused(`${path}/move_stage`, { to })).missing.map((one: any) => one.code).join(', ')
  const evidence = (purpose: string, name: string) =>
    seller.upload({
      name,
      content: `%PDF-1.4 ${purpose}`,
      object: 'opportunity',
      record: opportunity,
      purpose,
    })
  const seen = [await missing('requirement')]
  await evidence('call_recording', '通话录音.pdf')
  await seller.patch(path, {
    technical_parameters: '304不锈钢，2 mm，激光切割+折弯',
    application_scenario: '脱硫塔',
    budget_range: '40-50万',
    timetable: '两个月',
    intent: 'high',
  })
  await seller.post(`${path}/move_stage`, { to: 'requirement' })
  const director = await seller.post('/records/contact', {
    customer,
    name: '李总工',
    job_function: 'technical_director',
  })
  const meet = (minutes: string) =>
    seller.post('/records/activity', {
      kind: 'meeting',
      content: '技术交流',
      minutes,
      contact: director.id,
      customer,
      opportunity,
    })
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

/** A drawing is measured by itself and the technical department gets its task. */
export async function attachDrawing(trail: Trail): Promise<string> {
  const { seller, as, opportunity } = trail
  await seller.upload({
    ...(await flangeDrawing()),
    object: 'opportunity',
    record: opportunity,
    purpose: 'drawing',
  })
  const row = await until(
    'the drawing to be measured',
    async () => {
      const found = await first(
        seller,
        'drawing',
        `opportunity = "${opportunity}" and kind in ("step", "dxf")`,
      )
      return found && found.stage !== 'received' && found.stage !== 'measuring' ? found : null
    },
    60_000,
  )
  const task = await until('the evaluation task', async () =>
    (await as.tech.get('/tasks')).items.find((one: any) => one.kind === 'evaluation' && one.record_title),
  )
  return `${row.kind} ${row.stage}, ${row.volume_mm3 ?? row.net_area_mm2 ?? '?'} ; ${task.title}`
}

/**
 * What the flange sells for and costs is said by those whose word it is; a seller's own would ask the
 * director.
 */
async function listFlange({ as, mark }: Trail): Promise<void> {
  await as.director.post('/records/price_list', {
    item_code: `FL-${mark}`,
    price: '1000.00',
    valid_from: '2020-01-01',
  })
  await as.planner.post('/records/item', { code: `FL-${mark}`, name: '法兰 DN160', standard_cost: '600.00' })
}

/**
 * 5.00 % off the price list passes without anybody, 5.01 % waits for the director, and no PDF exists before
 * that.
 */
export async function quoteAndApprove(trail: Trail): Promise<string> {
  const { seller, as, opportunity, customer } = trail
  await listFlange(trail)
  const make = (discount: string) =>
    seller.post('/records/quote', {
      customer,
      opportunity,
      currency: 'CNY',
      delivery_days: '30',
      committed_days: '45',
      tax_rate: '13',
      lines: [
        {
          item_code: `FL-${trail.mark}`,
          name: '法兰 DN160',
          spec: 'SUS304',
          quantity: '4',
          unit: '件',
          base_price: '1000.00',
          discount_percent: discount,
        },
      ],
    })
  const plain = await make('5')
  const answer = await seller.post(`/records/quote/${plain.id}/submit`)
  const approved = await seller.get(`/records/quote/${plain.id}`)
  must(
    approved.stage === 'approved',
    `a discount of exactly 5 % needed approval: ${JSON.stringify(answer).slice(0, 200)}`,
  )
  const steep = await make('5.01')
  must(
    (await seller.get(`/files?object=quote&record=${steep.id}`)).items.length === 0,
    'a PDF exists before the approval',
  )
  await seller.post(`/records/quote/${steep.id}/submit`)
  must(
    (await seller.get(`/records/quote/${steep.id}`)).stage === 'submitted',
    'a discount of 5.01 % was not held for approval',
  )
  const task = await until('the director to be asked', async () =>
    (await as.director.get('/tasks')).items.find((one: any) => one.record === steep.id),
  )
  await as.director.post(`/tasks/${task.id}/approve`, { comment: '同意' })
  await until(
    'the quote to be approved',
    async () => (await seller.get(`/records/quote/${steep.id}`)).stage === 'approved',
  )
  const pdf = await until('the PDF', async () =>
    (await seller.get(`/files?object=quote&record=${steep.id}`)).items.find(
      (file: any) => file.type === 'application/pdf',
    ),
  )
  const bytes = await seller.bytes(`/files/${pdf.id}`)
  must(Buffer.from(bytes.subarray(0, 5)).toString() === '%PDF-', 'the PDF is not one')
  trail.quote = steep.id
  return `5.00 % 免审批，5.01 % 经销售总监批准，${pdf.name} ${Math.round(bytes.length / 1024)} KB`
}

/**
 * The accepted quote becomes a contract; an incomplete payment plan is refused; two approvals and the
 * signature win the deal.
 */
export async function contractAndSign(trail: Trail): Promise<string> {
  const { seller, as, quote, opportunity, customer } = trail
  await seller.post(`/records/quote/${quote}/send`)
  await seller.post(`/records/quote/${quote}/accept`, { purchase_order: `PO-${trail.mark}` })
  await seller.post(`/records/opportunity/${opportunity}/move_stage`, { to: 'contract' })
  const contract = await until('the contract draft', () => first(seller, 'contract', `quote = "${quote}"`))
  trail.contract = contract.id
  const whole = await seller.get(`/records/contract/${contract.id}`)
  const plan = whole.instalments.map(({ id, name, percent, amount, trigger }: any) => ({
    id,
    name,
    percent,
    amount,
    trigger,
  }))
  await seller.patch(`/records/contract/${contract.id}`, { instalments: plan.slice(0, -1) })
  const refused = await seller.refused(`/records/contract/${contract.id}/submit`)
  await seller.patch(`/records/contract/${contract.id}`, {
    instalments: plan.map(({ id, ...line }: any, i: number) =>
      i < plan.length - 1 ? { id, ...line } : line,
    ),
  })
  await seller.post(`/records/contract/${contract.id}/submit`)
  for (const who of [as.director, as.finance]) {
    const task = await until('the contract to be approved', async () =>
      (await who.get('/tasks')).items.find((one: any) => one.record === contract.id),
    )
    await who.post(`/tasks/${task.id}/approve`, { comment: '同意' })
  }
  await until(
    'the contract to be approved',
    async () => (await seller.get(`/records/contract/${contract.id}`)).stage === 'approved',
  )
  await seller.post(`/records/contract/${contract.id}/sign`, {
    signed_on: (await seller.get('/clock')).now.slice(0, 10),
  })
  await until(
    'the opportunity to be won',
    async () => (await seller.get(`/records/opportunity/${opportunity}`)).stage === 'won',
  )
  await until(
    'the customer to be one',
    async () => (await seller.get(`/records/customer/${customer}`)).status === 'customer',
  )
  const order = await until('the order', () => first(seller, 'order', `contract = "${contract.id}"`))
  trail.order = order.id
  return `${whole.number}（${refused.code}）→ ${order.number}，商机赢单，正式客户`
}
