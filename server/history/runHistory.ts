import { settled } from '../../kernel/house.ts'
import { markRead } from '../../kernel/notify/notify.ts'
import { addDays, daysBetween, Refusal } from '../../model/index.ts'
import { setTargets } from './setTargets.ts'
import type { Workspace } from '../../kernel/workspace/workspace.ts'
import { openAgenda, type Agenda } from './agenda.ts'
import { holdClock, momentOf, type Clock } from './clock.ts'
import { dealDeeds } from './doDeals.ts'
import { drawingDeeds } from './doDrawings.ts'
import { leadDeeds, receiveLeads } from './doLeads.ts'
import { importStatement, moneyDeeds, setStraysAside } from './doMoney.ts'
import { closeOrders, orderDeeds } from './doOrders.ts'
import { partnerDeeds } from './doPartners.ts'
import { regularDeeds } from './doRegulars.ts'
import { serviceDeeds } from './doService.ts'
import { findSellers, findStaff, furnish } from './furnish.ts'
import { payCommissions } from './payCommissions.ts'
import { planLead } from './planLead.ts'
import { planRegulars } from './planRegulars.ts'
import { recall } from './recall.ts'
import { spreadLeads } from './season.ts'
import { sellerPlans } from './sellers.ts'
import { refuseUnfit, writeState } from './state.ts'
import { slots, type Step } from './step.ts'
import { as, dateOf, workedDays, type Deed, type HistoryPlan, type World } from './world.ts'

export interface Running {
  /** Password of the sellers who join. */
  readonly password: string
  /** A line for whoever waits. */
  readonly told?: (line: string) => void
  /** Asked after every day; true leaves off there, to be continued. */
  readonly stopped?: () => boolean
}

export interface Outcome {
  readonly complete: boolean
  /** Stories that ended because the house refused a step, with its reason: none when all is well. */
  readonly broken: readonly string[]
}

const deeds: Readonly<Record<string, Deed>> = {
  ...leadDeeds,
  ...dealDeeds,
  ...drawingDeeds,
  ...orderDeeds,
  ...moneyDeeds,
  ...serviceDeeds,
  ...regularDeeds,
  ...partnerDeeds,
}

/** Stories that are acted in at a time; what they touch in common is waited for. */
const atOnce = 8

/**
 * Lives through the days of a plan with the house running: people act by the same verbs as on the screen,
 * reactions and deadlines follow, and the clock ends in the present. Goes on where an earlier run was
 * stopped, and then by that run's plan.
 * @throws Refusal `not_a_demo`, `history_present`, `history_broken`, `history_unwanted`
 */
export async function runHistory(
  workspace: Workspace,
  wanted: HistoryPlan,
  { password, told = () => {}, stopped = () => false }: Running,
): Promise<Outcome> {
  const known = await refuseUnfit(workspace)
  const plan = known?.plan ?? wanted
  const clock = holdClock(workspace)
  try {
    await clock.set(
      momentOf(workspace, addDays(plan.from, known ? known.day : 0), known ? slots.length - 1 : 0),
    )
    const world = await openWorld(workspace, plan, { password, after: known?.day ?? -1 })
    if (known) await recall(world, known.day)
    await writeState(workspace, { plan, day: known?.day ?? -1, state: 'running' })
    for (let day = (known?.day ?? -1) + 1; day <= daysBetween(plan.from, plan.to); day++) {
      world.day = day
      await liveDay(world, clock)
      if (dateOf(world, day + 1).endsWith('-01') || dateOf(world, day) === plan.to)
        told(`${dateOf(world, day).slice(0, 7)}  ${world.firstOf[day + 1]}/${plan.leads} 条线索 leads`)
      if (!stopped()) continue
      await writeState(workspace, { plan, day, state: 'resting' })
      return { complete: false, broken: [...world.broken.values()] }
    }
    await writeState(workspace, { plan, day: daysBetween(plan.from, plan.to), state: 'done' })
    return { complete: true, broken: [...world.broken.values()] }
  } finally {
    await clock.release()
    await settled(workspace, patienceMs)
  }
}

const patienceMs = 300_000

interface WorldOfDays extends World {
  readonly agenda: Agenda
  /** Places of the first lead of a day and of the next day. */
  readonly firstOf: readonly number[]
  /** Why a story went no further. */
  readonly broken: Map<string, string>
  /** Stories that wait for somebody when the history ends. */
  readonly onDesks: Set<string>
}

async function openWorld(
  workspace: Workspace,
  plan: HistoryPlan,
  { password, after }: { readonly password: string; readonly after: number },
): Promise<WorldOfDays> {
  const dates = Array.from({ length: daysBetween(plan.from, plan.to) + 1 }, (_, at) => addDays(plan.from, at))
  const isWorked = workedDays(workspace, plan.from)
  const counts = spreadLeads(plan.seed, plan.leads, dates, (date) => isWorked(daysBetween(plan.from, date)))
  const firstOf = [0]
  for (const count of counts) firstOf.push(firstOf.at(-1)! + count)
  const agenda = openAgenda(after)
  const dayOf = (index: number) => firstOf.findLastIndex((first) => first <= index)
  const staff = await findStaff(workspace)
  const world: WorldOfDays = {
    workspace,
    plan,
    staff,
    sellers: [],
    agenda,
    firstOf,
    day: after + 1,
    known: new Map(),
    statement: [],
    broken: new Map(),
    onDesks: new Set(),
    lastLeads: {
      from: Math.max(0, firstOf[dates.length - 1]! - 2 - Math.floor(plan.leads / 500)),
      to: firstOf[dates.length - 1]!,
    },
    leadPlan: (index) => planLead(plan.seed, index, dates[dayOf(index)]!, sellerPlans.length),
    schedule(steps) {
      for (const step of steps)
        if (step.day <= after && staysOnDesk(plan, step)) world.onDesks.add(nameOf(step))
      agenda.add(steps)
    },
  }
  const worked = dates
    .map((_, day) => day)
    .slice(0, -1)
    .filter(isWorked)
  agenda.add(planRegulars(plan.seed, 1 + Math.min(2, Math.floor(plan.leads / 2000)), worked))
  await furnish(world, password)
  return Object.assign(world, { sellers: await findSellers(workspace) })
}

async function liveDay(world: WorldOfDays, clock: Clock): Promise<void> {
  const { workspace, firstOf, day } = world
  const date = dateOf(world, day)
  for (let slot = 0; slot < slots.length; slot++) {
    const stories = world.agenda.take(day, slot)
    const coming =
      slot === 0
        ? Array.from({ length: firstOf[day + 1]! - firstOf[day]! }, (_, at) =>
            world.leadPlan(firstOf[day]! + at),
          )
        : []
    const monthBegins = slot === 0 && (day === 0 || date.endsWith('-01'))
    if (momentOf(workspace, date, slot).getTime() > Date.now()) return
    if (
      stories.length === 0 &&
      coming.length === 0 &&
      !monthBegins &&
      (slot !== slots.length - 1 || !workedDays(workspace, world.plan.from)(day))
    )
      continue
    await clock.set(momentOf(workspace, date, slot))
    await settled(workspace, patienceMs)
    if (monthBegins) await beginMonth(world)
    await receiveLeads(world, coming)
    await actOut(world, stories)
    await settled(workspace, patienceMs)
    if (slot === slots.length - 1 && (await importStatement(world))) await settled(workspace, patienceMs)
  }
}

async function beginMonth(world: World): Promise<void> {
  await setTargets(world)
  await payCommissions(world)
  await setStraysAside(world)
  await closeOrders(world)
  for (const person of [...Object.values(world.staff), ...world.sellers.map(({ actor }) => actor)])
    await as(world, person, (tx) => markRead(tx, person.id!, null))
}

/**
 * Several stories side by side, each in its order. What the house refuses, or what goes wrong, ends that
 * story and is told at the end.
 */
async function actOut(world: WorldOfDays, stories: readonly (readonly Step[])[]): Promise<void> {
  const waiting = [...stories]
  const take = async (): Promise<void> => {
    for (let story = waiting.shift(); story; story = waiting.shift())
      for (const step of story) await actStep(world, step)
  }
  await Promise.all(Array.from({ length: atOnce }, take))
}

/**
 * What was asked for in the last days still lies on the desks, so that whoever signs in has something to
 * answer; regular customers are planned for that as a whole.
 */
const deskDays = 4
const deskVerbs: ReadonlySet<string> = new Set([
  'approve_quote',
  'approve_contract',
  'sign_off',
  'conclude',
  'claim',
])

const staysOnDesk = (plan: HistoryPlan, { day, verb, story }: Step): boolean =>
  story.part !== 'regular' && deskVerbs.has(verb) && day > daysBetween(plan.from, plan.to) - deskDays
const nameOf = ({ story: { index, part } }: Step): string => `${index}/${part}`

async function actStep(world: WorldOfDays, step: Step): Promise<void> {
  const { index, part } = step.story
  const story = nameOf(step)
  if (world.broken.has(story) || world.onDesks.has(story)) return
  if (staysOnDesk(world.plan, step)) return void world.onDesks.add(story)
  try {
    await deeds[step.verb]!(world, step)
  } catch (error) {
    world.broken.set(
      story,
      `${step.verb} ${part} ${index} (${dateOf(world, step.day)}): ${error instanceof Refusal ? `${error.code} ${error.sentence.zh}` : String(error)}`,
    )
  }
}
