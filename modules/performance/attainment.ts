import { Decimal } from 'decimal.js'
import { defineReaction, type JobDef, type Work } from '../../model/index.ts'
import { isWon, opportunity, wonDeals as won, type Opportunity } from '../pipeline/index.ts'
import { sameTargets } from './oneTarget.ts'
import { target, type Target } from './target.ts'

/** First day of a period and of the one after it; null when it is neither `YYYY` nor `YYYY-MM`. */
export function boundsOf(
  period: string,
  yearsBack = 0,
): { readonly from: string; readonly to: string } | null {
  const match = /^(\d{4})(?:-(0[1-9]|1[0-2]))?$/.exec(period)
  if (!match) return null
  const year = Number(match[1]) - yearsBack
  const month = match[2] ? Number(match[2]) : null
  const day = (y: number, m: number) => `${y}-${String(m).padStart(2, '0')}-01`
  if (month === null) return { from: day(year, 1), to: day(year + 1, 1) }
  return { from: day(year, month), to: month === 12 ? day(year + 1, 1) : day(year, month + 1) }
}

/** What of a won deal decides whose it is, and how much. */
const counting = ['owner', 'department', 'customer', 'product_line', 'won_amount', 'won_at']

/**
 * A deal won, or no longer won, given to somebody else, deleted or brought back moves the figures of its
 * month, its year, and the same ones a year on.
 */
export const onDealWon = defineReaction('performance.on_deal_won', {
  on: [
    'opportunity.won',
    'opportunity.stage_changed',
    'opportunity.imported',
    'opportunity.updated',
    'opportunity.deleted',
    'opportunity.restored',
  ],
  async run(work, event) {
    if (event.name === 'opportunity.stage_changed' && !isWon({ stage: event.payload.from, pipeline: null }))
      return
    const row = await work.first(opportunity, { where: 'id = record_id', with: { record_id: event.record } })
    const changes = event.payload.changes ?? {}
    if (
      event.name === 'opportunity.updated' &&
      (!row || !isWon(row) || !counting.some((name) => changes[name]))
    )
      return
    // A deal that is gone no longer says when it was won.
    if (!row) return work.enqueue('performance.reckon', { month: null }, 'all')
    const moments: unknown[] = [row.won_at ?? event.at, ...(changes.won_at ?? [])]
    for (const month of new Set(
      moments.filter((at): at is string => typeof at === 'string').map((at) => at.slice(0, 7)),
    ))
      await work.enqueue('performance.reckon', { month }, month)
  },
})

export const onTarget = defineReaction('performance.on_target', {
  on: ['target.created', 'target.imported', 'target.updated', 'target.deleted', 'target.restored'],
  async run(work, event) {
    if (event.name === 'target.deleted') return work.enqueue('performance.reckon', { month: null }, 'all')
    const changes = event.payload.changes ?? {}
    if (
      event.name === 'target.updated' &&
      !['period', 'scope', 'team', 'person', 'customer', 'product_line'].some((name) => changes[name])
    )
      return
    await reckonTarget(work, event.record!)
  },
})

/**
 * Near midnight a moment in UTC may lie in the month beside the company's: the months on both sides are
 * reckoned too.
 */
export const reckonJob: JobDef = {
  name: 'performance.reckon',
  async run(office, { month }: { month: string | null }) {
    const periods = month === null ? null : periodsAround(month)
    const rows = await office.do((work) =>
      work.find(target, periods ? { where: 'period in the_periods', with: { the_periods: periods } } : {}),
    )
    for (const { id } of rows) await office.do((work) => reckonTarget(work, id))
  },
}

const periodsAround = (month: string): string[] => {
  const periods = [-1, 0, 1]
    .map((step) => monthFrom(month, step))
    .flatMap((one) =>
      [0, 1].flatMap((years) =>
        [one, one.slice(0, 4)].map((period) => `${Number(period.slice(0, 4)) + years}${period.slice(4)}`),
      ),
    )
  return [...new Set(periods)]
}

/**
 * What was won in the period and in the same one last year, by whoever has the deals now; the target is
 * locked first, so the last to reckon has seen everything. A month whose commission is settled stays as it
 * was paid. Of several targets for the same from earlier times the first carries what was won, so that no sum
 * counts it twice.
 */
async function reckonTarget(work: Work, id: string): Promise<void> {
  const row = await work.get(target, id)
  if (await isSettled(work, row)) return
  if (
    (await sameTargets(work, row)).some(
      (one) => one.created_at < row.created_at || (one.created_at === row.created_at && one.id < row.id),
    )
  ) {
    return void (await work.change(target, id, { achieved: '0.00', last_year: '0.00' }))
  }
  const [now, before] = [boundsOf(row.period), boundsOf(row.period, 1)]
  if (now && before)
    await work.change(target, id, {
      achieved: await wonIn(work, row, now),
      last_year: await wonIn(work, row, before),
    })
}

async function isSettled(work: Work, row: Target): Promise<boolean> {
  if (row.scope !== 'person' || !row.person) return false
  const where = 'period = the_period and person = the_person and state = "settled"'
  return (
    (await work.first('commission_entry', {
      where,
      with: { the_period: row.period, the_person: row.person },
    })) !== null
  )
}

async function wonIn(work: Work, row: Target, span: Span): Promise<string> {
  return (await wonDeals(work, row, span))
    .reduce((sum, deal) => sum.plus(deal.won_amount ?? 0), new Decimal(0))
    .toFixed(2)
}

interface Span {
  readonly from: string
  readonly to: string
}

/**
 * The deals that count for a target. What has been paid to one person is not counted for the next who has the
 * deal.
 */
export async function wonDeals(work: Work, row: Target, { from, to }: Span): Promise<readonly Opportunity[]> {
  const of = await scopeOfTarget(work, row)
  if (!of) return []
  const paid = row.scope === 'person' ? await paidToOthers(work, row) : new Set<string>()
  const deals = await work.find(opportunity, {
    where: `(${won()}) and won_at >= date("${from}") and won_at < date("${to}")${of.where}`,
    with: of.with,
  })
  return deals.filter((deal) => !paid.has(deal.id))
}

async function paidToOthers(work: Work, row: Target): Promise<Set<string>> {
  const where = 'period = the_period and person != the_person and state = "settled"'
  const entries = await work.find('commission_entry', {
    where,
    with: { the_period: row.period, the_person: row.person },
  })
  return new Set(entries.flatMap((one) => (one.deals as string[] | null) ?? []))
}

async function scopeOfTarget(
  work: Work,
  row: Target,
): Promise<{ readonly where: string; readonly with: Record<string, unknown> } | null> {
  if (row.scope === 'company') return { where: '', with: {} }
  if (row.scope === 'department')
    return row.team
      ? { where: ' and department in the_teams', with: { the_teams: await teamsBelow(work, row.team) } }
      : null
  if (row.scope === 'person')
    return row.person ? { where: ' and owner = the_person', with: { the_person: row.person } } : null
  if (row.scope === 'customer')
    return row.customer
      ? { where: ' and customer = the_customer', with: { the_customer: row.customer } }
      : null
  return row.product_line
    ? { where: ' and product_line = the_line', with: { the_line: row.product_line } }
    : null
}

async function teamsBelow(work: Work, top: string): Promise<string[]> {
  const all = await work.find('department')
  const found = [top]
  for (const id of found)
    found.push(...all.filter((one) => one.parent === id && !found.includes(one.id)).map((one) => one.id))
  return found
}

function monthFrom(month: string, step: number): string {
  const count = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + step
  return `${Math.floor(count / 12)}-${String((count % 12) + 1).padStart(2, '0')}`
}
