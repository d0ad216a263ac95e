import { nobody, until, where } from '../client.ts'
import { first, must, type Trail } from './trail.ts'

/** What stock lacks becomes one work order, which waits for both signatures. */
export async function releaseOrder(trail: Trail): Promise<string> {
  const { seller, as, order } = trail
  const stock = await seller.post(`/records/order/${order}/stock`)
  await as.planner.post(`/records/order/${order}/confirm`)
  const work = await until('the work order for the shortage', () =>
    first(as.planner, 'work_order', `order = "${order}"`),
  )
  const held = await as.planner.refused(`/records/work_order/${work.id}/release`)
  for (const [who, side] of [
    [as.planner, 'production'],
    [as.quality, 'quality'],
  ] as const) {
    const sheet = await until('the sign-off sheet', () =>
      first(who, 'requirement_sign_off', `order = "${order}" and side = "${side}"`),
    )
    await who.post(`/records/requirement_sign_off/${sheet.id}/sign`, {})
  }
  await as.planner.post(`/records/work_order/${work.id}/release`)
  const again = (await as.planner.get(`/records/work_order?count=true&${where(`order = "${order}"`)}`)).count
  must(again === 1, `the shortage was raised ${again} times`)
  return `${JSON.stringify(stock).slice(0, 120)} ；会签前拒绝下达：${held.missing.map((one: any) => one.code).join(', ')}`
}

/**
 * Workers report by scanning, sales sees the progress, the inspection frees the shipment, the shipment opens
 * the equipment files.
 */
export async function produceAndShip(trail: Trail): Promise<string> {
  const { seller, as, order } = trail
  const work = await first(as.planner, 'work_order', `order = "${order}"`)
  const cards = await until('the job cards', async () => {
    const { items } = await as.worker.get(
      `/records/job_card?sort=created_at&${where(`work_order = "${work.id}"`)}`,
    )
    return items.length > 0 ? (items as any[]).sort((a, b) => Number(a.sequence) - Number(b.sequence)) : null
  })
  for (const card of cards) {
    const scanned = await first(as.worker, 'job_card', `code = "${card.code}"`)
    must(scanned?.id === card.id && scanned.started_at === null, 'opening a job card started its timer')
    await as.worker.post(`/records/job_card/${card.id}/start`)
    await as.worker.post(`/records/job_card/${card.id}/report`, { good: work.quantity })
    await as.worker.post(`/records/job_card/${card.id}/finish`)
  }
  const reported = performance.now()
  await until(
    'the order to show its progress',
    async () => Number((await seller.get(`/records/order/${order}`)).production_progress) === 100,
  )
  const lag = (performance.now() - reported) / 1000
  const failing = await until('the inspection', () =>
    first(as.quality, 'inspection', `work_order = "${work.id}" and result = "pending"`),
  )
  await as.quality.post(`/records/inspection/${failing.id}/record`, { result: 'pass', note: '尺寸合格' })
  await until(
    'the order to be ready',
    async () => (await seller.get(`/records/order/${order}`)).stage === 'ready',
  )
  await as.warehouse.post(`/records/order/${order}/ship`, {})
  const units = await until('the equipment files', async () => {
    const { items } = await as.engineer.get(`/records/equipment?${where(`order = "${order}"`)}`)
    return items.length >= Number(work.quantity) ? items : null
  })
  trail.equipment = units[0].id
  must(units[0].warranty_from && units[0].warranty_to, 'the equipment has no warranty dates')
  return `${cards.length} 道工序报工，销售 ${lag.toFixed(1)} s 内看到进度 100 %，发货 ${units.length} 台，保修至 ${units[0].warranty_to}`
}

/**
 * The bank statement closes the receivables by itself; a line that belongs to nobody is left for a person.
 */
export async function collect(trail: Trail): Promise<string> {
  const { seller, as, order } = trail
  const row = await seller.get(`/records/order/${order}`)
  const { items: dues } = await as.finance.get(`/records/receivable?${where(`order = "${order}"`)}`)
  const account = (await as.finance.get('/records/bank_account?limit=1')).items[0]
  const statement = (lines: readonly string[]) =>
    ['交易日期,收入金额,支出金额,余额,对方户名,摘要', ...lines].join('\n')
  const day = (await seller.get('/clock')).now.slice(0, 10)
  const upload = async (name: string, lines: readonly string[]) => {
    const file = await as.finance.upload({ name, content: statement(lines) })
    return as.finance.post(`/records/bank_account/${account.id}/import_statement`, { file: [file.id] })
  }
  const answer = await upload('对账单.csv', [
    ...dues.map(
      (due: any, i: number) => `${day},${due.amount},,1000${i}.00,${trail.company},货款 ${row.number}`,
    ),
    `${day},77.77,,20000.00,某某个人,转账`,
  ])
  const paid = await until(
    'the order to be paid',
    async () => {
      const now = await seller.get(`/records/order/${order}`)
      return now.payment_state === 'paid' ? now : null
    },
    30_000,
  ).catch(async (error: Error) => {
    const { items } = await as.finance.get(
      `/records/bank_line?sort=-created_at&limit=10&${where(`account = "${account.id}"`)}`,
    )
    throw new Error(
      `${error.message}; lines: ${items.map((line: any) => `${line.amount} ${line.memo} ${line.state}`).join(' | ')}; import: ${JSON.stringify(answer)}`,
    )
  })
  const stray = await first(
    as.finance,
    'bank_line',
    `account = "${account.id}" and amount = 77.77 and state = "unmatched"`,
  )
  must(stray, 'the stray line was not left for somebody to look at')
  await until('the seller to be told', async () =>
    (await seller.get('/notifications')).items.some((notice: any) => /已回款|回款/.test(notice.title.zh)),
  )
  return `${dues.length} 笔应收全部核销（${paid.received_amount}），无关流水留待人工`
}

/**
 * A customer scans the machine, an engineer comes and gets a signature, and the visit becomes the next deal.
 */
export async function serve(trail: Trail): Promise<string> {
  const { as, seller, base, customer } = trail
  const unit = await as.engineer.get(`/records/equipment/${trail.equipment}`)
  const shown = await nobody(base).get(`/public/repair/${unit.token}`)
  const sent = await nobody(base).post(`/public/repair/${unit.token}`, {
    contact: '张师傅',
    phone: '13712345678',
    description: '法兰面渗漏',
  })
  const ticket = await until('the ticket to be dispatched', async () =>
    first(as.engineer, 'ticket', `equipment = "${unit.id}" and stage = "dispatched"`),
  )
  await as.engineer.post(`/records/ticket/${ticket.id}/check_in`, {})
  const unsigned = await as.engineer.refused(`/records/ticket/${ticket.id}/resolve`, { solution: '更换垫片' })
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  )
  const signature = await as.engineer.upload({
    name: '签名.png',
    content: png,
    object: 'ticket',
    record: ticket.id,
    purpose: 'signature',
  })
  await as.engineer.post(`/records/ticket/${ticket.id}/resolve`, {
    solution: '更换垫片',
    signature: signature.id,
  })
  await as.engineer.post(`/records/ticket/${ticket.id}/raise_opportunity`, {
    title: '升级双层密封',
    note: '客户有改造意向',
  })
  const deal = await until('the new opportunity', () =>
    first(seller, 'opportunity', `customer = "${customer}" and source = "service"`),
  )
  return `${shown.name ?? shown.equipment?.name ?? '设备'} → ${sent.number ?? sent.ticket ?? '工单'}，${unsigned.code}，${deal.number} 归${deal.owner === (await seller.get('/session')).user.id ? '原销售' : '他人'}`
}
