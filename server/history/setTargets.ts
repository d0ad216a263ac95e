import { sellerPlans } from './sellers.ts'
import { first, make, dateOf, type World } from './world.ts'

/** Share of a year's business that is expected of each month. */
const shares = [0.07, 0.05, 0.09, 0.09, 0.09, 0.09, 0.08, 0.07, 0.09, 0.08, 0.1, 0.1]

/**
 * On the first day of a month: what the company, its groups and its sellers are to reach, a little more than
 * last year; on that of a year, the year's.
 */
export async function setTargets(world: World): Promise<void> {
  const date = dateOf(world, world.day)
  const month = date.slice(0, 7)
  const year = (world.plan.leads / 5000) * 34_000_000 * 1.3 ** (world.day / 365)
  const due = round(year * shares[Number(date.slice(5, 7)) - 1]!)
  await agree(world, { period: date.slice(0, 4), scope: 'company', amount: String(round(year * 1.1)) })
  await agree(world, { period: month, scope: 'company', amount: String(due) })
  const strengths = sellerPlans.map(({ strength }) => strength.converts * strength.wins)
  const whole = strengths.reduce((sum, one) => sum + one, 0)
  for (const group of ['销售一组', '销售二组']) {
    const part = sellerPlans.reduce((sum, one, at) => (one.group === group ? sum + strengths[at]! : sum), 0)
    await agree(world, {
      period: month,
      scope: 'department',
      team: (await first(world, 'department', 'name = the_group', { the_group: group }))!.id,
      amount: String(round((due * part) / whole)),
    })
  }
  for (const [at, { actor }] of world.sellers.entries())
    await agree(world, {
      period: month,
      scope: 'person',
      person: actor.id,
      amount: String(round((due * (strengths[at]! / whole + 1 / strengths.length)) / 2)),
    })
}

async function agree(world: World, target: Readonly<Record<string, unknown>>): Promise<void> {
  const whose = target.person ? ' and person = the_person' : target.team ? ' and team = the_team' : ''
  const present = await first(world, 'target', `period = the_period and scope = the_scope${whose}`, {
    the_period: target.period,
    the_scope: target.scope,
    ...(target.person ? { the_person: target.person } : {}),
    ...(target.team ? { the_team: target.team } : {}),
  })
  if (!present) await make(world, world.staff.manager, 'target', target)
}

const round = (amount: number): number => Math.max(10_000, Math.round(amount / 10_000) * 10_000)
