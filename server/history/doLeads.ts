import { makeWork } from '../../kernel/work/makeWork.ts'
import { completeTask } from '../../kernel/actions/completeTask.ts'
import { systemActor } from '../../kernel/workspace/workspace.ts'
import type { Actor } from '../../model/index.ts'
import { planLife, type LeadPlan } from './planLead.ts'
import {
  act,
  as,
  change,
  externalId,
  find,
  first,
  leadOf,
  sellerOf,
  workedDays,
  type Deed,
  type World,
} from './world.ts'

const asked = ({ company, contact, phone, province, city, industry, budget, message, wishes }: LeadPlan) => ({
  company,
  contact,
  phone,
  province,
  city,
  industry,
  budget,
  message,
  product_line: wishes[0]!.product.line,
})

/**
 * Leads that sellers bring in themselves, then those of the day's channels one after the other, so that each
 * is routed by the load that the one before has left.
 */
export async function receiveLeads(world: World, plans: readonly LeadPlan[]): Promise<void> {
  await Promise.all(plans.filter((plan) => plan.brought_by !== null).map((plan) => bringIn(world, plan)))
  for (const plan of plans) if (plan.brought_by === null) await takeIn(world, plan)
}

async function bringIn(world: World, plan: LeadPlan): Promise<void> {
  const seller = world.sellers[plan.brought_by!]!.actor
  const made = await as(world, seller, (tx) =>
    makeWork(tx, 'lead.create').create('lead', {
      ...asked(plan),
      source: plan.source,
      external_id: externalId(plan.index),
      owner: seller.id,
    }),
  )
  beginLife(world, plan, made.id, seller.id)
}

async function takeIn(world: World, plan: LeadPlan): Promise<void> {
  const intake = world.workspace.definitions.intakes[plan.source]!
  const { lead } = (await as(world, systemActor(`intake.${plan.source}`), (tx) =>
    intake.run(makeWork(tx), { ...asked(plan), external_id: externalId(plan.index) }),
  )) as { lead: string }
  const owner = await routed(world, lead)
  beginLife(world, plan, lead, owner)
}

/** Who got the lead, as soon as the house has decided. */
async function routed(world: World, lead: string): Promise<string | null> {
  for (let look = 0; look < 4000; look++) {
    const row = await first(world, 'lead', 'id = the_lead', { the_lead: lead })
    if (row?.routing) return row.owner
    await new Promise((resume) => setTimeout(resume, 8))
  }
  throw new Error(`Nobody has routed lead ${lead}: see GET /api/failures`)
}

/** What becomes of it hangs on who has it; the last ones lie where they are. */
export function beginLife(world: World, plan: LeadPlan, lead: string, owner: string | null): void {
  world.known.set(`lead/${plan.index}`, lead)
  const seller = world.sellers.find((one) => one.actor.id === owner)
  if (seller && liesYet(world, plan.index)) return leaveLead(world, plan.index)
  if (seller)
    world.schedule(
      planLife(world.plan.seed, plan, seller.strength, {
        from: world.day,
        pace: world.plan.pace,
        isWorked: workedDays(world.workspace, world.plan.from),
      }),
    )
}

/** Of the last leads before the present day all lie, of that day every other. */
const liesYet = ({ lastLeads: { from, to } }: World, index: number): boolean =>
  index >= from && (index < to || index % 2 === 0)

/** Most are unanswered; every third, from the last on, is given back the same day and belongs to nobody. */
function leaveLead(world: World, index: number): void {
  if (index < world.lastLeads.to && (world.lastLeads.to - index) % 3 === 1)
    world.schedule([
      {
        day: world.day,
        slot: 4,
        verb: 'release',
        story: { index, part: 'lead' },
        data: { reason: '本周出差，无法及时跟进' },
      },
    ])
}

const seize = async (world: World, story: Parameters<typeof leadOf>[1]) => {
  const id = await leadOf(world, story)
  const row = await first(world, 'lead', 'id = the_lead', { the_lead: id })
  return { id, seller: sellerOf(world, row?.owner ?? null) }
}

const touch: Deed = async (world, { story, data }) => {
  const { id, seller } = await seize(world, story)
  const next_at = data.next_action
    ? new Date(Date.now() + world.workspace.clockOffsetMs + 86_400_000).toISOString()
    : null
  await act(world, seller, ['lead', id, 'log_touch'], { kind: 'call', ...data, next_at })
}

const convert: Deed = async (world, { story, data }) => {
  const { id, seller } = await seize(world, story)
  await finishTasks(world, seller, id)
  const made = await act(world, seller, ['lead', id, 'convert'], data)
  await handOver(world, made.opportunity, made.customer, seller)
  world.known.set(`deal/${story.index}/lead`, made.opportunity)
}

/** A deal with a customer who is in other hands goes to those: only they may quote to them. */
async function handOver(world: World, deal: string, customer: string, seller: Actor): Promise<void> {
  const buyer = await first(world, 'customer', 'id = the_buyer', { the_buyer: customer })
  if (buyer?.owner && buyer.owner !== seller.id)
    await change(world, world.staff.manager, 'opportunity', deal, { owner: buyer.owner })
}

const disqualify: Deed = async (world, { story, data }) => {
  const { id, seller } = await seize(world, story)
  await finishTasks(world, seller, id)
  await act(world, seller, ['lead', id, 'disqualify'], data)
}

const release: Deed = async (world, { story, data }) => {
  const { id, seller } = await seize(world, story)
  await finishTasks(world, seller, id)
  await act(world, seller, ['lead', id, 'release'], data)
}

/** What somebody said they would do next is done by the time they decide. */
async function finishTasks(world: World, seller: Actor, record: string): Promise<void> {
  const open = await find(world, 'task', 'owner = the_seller and state = "open" and kind = "next_action"', {
    the_seller: seller.id,
  })
  for (const task of open)
    if (task.record === record) await as(world, seller, (tx) => completeTask(tx, task.id, {}))
}

export const leadDeeds: Readonly<Record<string, Deed>> = { touch, convert, disqualify, release }
