import { until, where } from '../client.ts'
import { must, type Trail } from './trail.ts'

/**
 * Time passes by the clock of the house: silence is followed up after 15 days, told upwards after 30, never
 * earlier.
 */
export async function wait(trail: Trail): Promise<string> {
  const { as, seller, customer } = trail
  const deal = await seller.post('/records/opportunity', {
    name: `停滞商机 ${trail.mark}`,
    customer,
    intent: 'high',
    technical_parameters: '略',
    application_scenario: '略',
    budget_range: '略',
    timetable: '略',
  })
  await seller.upload({
    name: '录音.pdf',
    content: '%PDF-1.4 x',
    object: 'opportunity',
    record: deal.id,
    purpose: 'call_recording',
  })
  await seller.post(`/records/opportunity/${deal.id}/move_stage`, { to: 'requirement' })
  const quote = await seller.post('/records/quote', {
    customer,
    opportunity: deal.id,
    currency: 'CNY',
    delivery_days: '30',
    committed_days: '45',
    lines: [
      { item_code: `FL-${trail.mark}`, name: '法兰 DN160', quantity: '1', unit: '件', base_price: '1000.00' },
    ],
  })
  await seller.post(`/records/quote/${quote.id}/submit`)
  await until(
    'the quote to be approved',
    async () => (await seller.get(`/records/quote/${quote.id}`)).stage === 'approved',
  )
  await seller.post(`/records/quote/${quote.id}/send`)
  await until(
    'the deadlines to run',
    async () => (await seller.get(`/records/quote/${quote.id}`))._deadlines.length > 0,
  )
  const alerts = async () =>
    (await as.director.get('/notifications')).items.filter((notice: any) => notice.record === deal.id).length
  const followUps = async () =>
    (await seller.get('/tasks')).items.filter((task: any) => task.record === quote.id).length
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

/** Every figure of a report equals the list behind it. */
export async function lookFromTheCockpit(trail: Trail): Promise<string> {
  const { as } = trail
  const seen: string[] = []
  for (const name of ['sales_funnel', 'won_in_month', 'won_in_month_last_year', 'activity_board']) {
    const result = await as.manager.post(`/reports/${name}/run`)
    const figures = result.rows.length > 0 ? result.rows : [{ where: result.where, count: result.count }]
    for (const row of figures) {
      const list = await as.manager.get(`/records/${result.object}?limit=1&count=exact&${where(row.where)}`)
      must(
        list.count === row.count,
        `${name}: ${row.count} in the figure, ${list.count} in the list behind it`,
      )
    }
    seen.push(`${name} ${result.count}`)
  }
  return seen.join('，')
}
