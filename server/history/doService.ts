import { storeContent } from '../../kernel/files/files.ts'
import { makeWork } from '../../kernel/work/makeWork.ts'
import { systemActor } from '../../kernel/workspace/workspace.ts'
import { addDays, type AnyRow } from '../../model/index.ts'
import { planDeal } from './planDeal.ts'
import { wishesRaised } from './planService.ts'
import { throwDice } from './random.ts'
import { startTrail, type Step } from './step.ts'
import {
  act,
  as,
  change,
  dateOf,
  find,
  first,
  make,
  orderOf,
  workedDays,
  type Deed,
  type World,
} from './world.ts'

const unitsOf = async (world: World, story: Step['story']) =>
  find(world, 'equipment', 'order = the_order', { the_order: await orderOf(world, story) })

/** The customer scans the code on the machine. */
const callForHelp: Deed = async (world, { story, data }) => {
  const units = await unitsOf(world, story)
  const unit = units[Number(data.unit) % Math.max(1, units.length)]
  if (unit)
    await as(world, systemActor('link.repair'), (tx) =>
      world.workspace.definitions.links.repair!.submit!(makeWork(tx), unit.token, {
        description: data.said,
        contact: data.contact,
        phone: data.phone,
      }),
    )
}

/** The only engineer is in a training for an hour: nobody can be sent, and the ticket stays where it is. */
const callInVain: Deed = async (world, step) => {
  await change(world, world.staff.admin, 'user', world.staff.engineer.id!, {
    away_until: new Date(Date.now() + world.workspace.clockOffsetMs + 3_600_000).toISOString(),
  })
  await callForHelp(world, step)
}

const ticketIn = async (world: World, { story, data }: Step, stages: string): Promise<AnyRow | undefined> =>
  first(world, 'ticket', `equipment.order = the_order and description = the_words and stage in (${stages})`, {
    the_order: await orderOf(world, story),
    the_words: data.said,
  })

const respond: Deed = async (world, step) => {
  const row = await ticketIn(world, step, '"dispatched"')
  if (row && !row.first_response_at)
    await act(world, world.staff.engineer, ['ticket', row.id, 'respond'], { note: '已电话了解现象' })
}

const visit: Deed = async (world, step) => {
  const row = await ticketIn(world, step, '"dispatched"')
  if (row) await act(world, world.staff.engineer, ['ticket', row.id, 'check_in'])
}

const signature = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

const resolve: Deed = async (world, step) => {
  const row = await ticketIn(world, step, '"dispatched", "on_site"')
  if (!row) return
  const { cured, cost, part } = step.data
  const signed = await as(world, world.staff.engineer, (tx) =>
    storeContent(tx, signature, { name: '签名.png', purpose: 'signature', object: 'ticket', record: row.id }),
  )
  await act(world, world.staff.engineer, ['ticket', row.id, 'resolve'], {
    solution: cured,
    signature: signed.id,
    cost,
    parts: part ? [{ name: part, quantity: '1' }] : null,
  })
}

const rate: Deed = async (world, step) => {
  const row = await ticketIn(world, step, '"resolved"')
  if (!row) return
  await act(world, world.staff.engineer, ['ticket', row.id, 'rate'], { score: step.data.score })
  await act(world, world.staff.engineer, ['ticket', row.id, 'close'], { reason: '回访完成' })
}

const raise: Deed = async (world, step) => {
  const row = await ticketIn(world, step, '"dispatched", "on_site", "resolved", "closed"')
  if (!row || row.opportunity) return
  const { seed } = world.plan
  const [wish] = wishesRaised(seed, step.story.index, Number(step.data.chance))
  const made = await act(world, world.staff.engineer, ['ticket', row.id, 'raise_opportunity'], {
    title: `${wish!.product.name}增购（售后）`,
    note: '客户有扩产意向',
    amount: (wish!.product.price * wish!.quantity * 1.13).toFixed(2),
  })
  world.known.set(`deal/${step.story.index}/service`, made.opportunity)
  followRaised(world, step, made.owner)
}

/** The deal goes its way in the hands of the customer's seller; the old customer makes it likelier. */
export function followRaised(world: World, { day, story, data }: Step, owner: string | null): void {
  const seller = world.sellers.find((one) => one.actor.id === owner)
  if (!seller) return
  const { seed, pace, from } = world.plan
  const trail = startTrail({
    story: { index: story.index, part: 'service' },
    from: day,
    pace,
    isWorked: workedDays(world.workspace, from),
  })
  planDeal(throwDice(seed, 'service deal', story.index), trail, {
    wins: Math.min(0.7, seller.strength.wins * 1.4),
    yields: seller.strength.yields,
    wishes: wishesRaised(seed, story.index, Number(data.chance)),
  })
  // Service of what service has sold is left out, so that a story ends.
  world.schedule(trail.steps.filter((step) => !careVerbs.has(step.verb)))
}
const careVerbs = new Set(['call_for_help', 'respond', 'visit', 'resolve', 'rate', 'raise', 'plan_care'])

/** A plan begins with a visit that still lies ahead when the history ends. */
const planCare: Deed = async (world, { story, data }) => {
  const [unit] = await unitsOf(world, story)
  const next_on = addDays(dateOf(world, world.day), 180)
  if (unit && next_on > world.plan.to)
    await make(world, world.staff.engineer, 'maintenance_plan', {
      equipment: unit.id,
      name: data.name,
      interval_days: '180',
      next_on,
    })
}

export const serviceDeeds: Readonly<Record<string, Deed>> = {
  call_for_help: callForHelp,
  call_in_vain: callInVain,
  respond,
  visit,
  resolve,
  rate,
  raise,
  plan_care: planCare,
}
