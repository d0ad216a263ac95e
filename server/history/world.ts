import { addDays, type Actor, type AnyRow } from '../../model/index.ts'
import { companyCalendar } from '../../kernel/calendar/company.ts'
import { runAction } from '../../kernel/actions/runAction.ts'
import { listRecords } from '../../kernel/records/list.ts'
import { changeRecord, createRecord } from '../../kernel/records/write.ts'
import { reading, transact, type Tx } from '../../kernel/workspace/transact.ts'
import { systemActor, type Workspace } from '../../kernel/workspace/workspace.ts'
import type { LeadPlan } from './planLead.ts'
import type { Strength } from './sellers.ts'
import type { Step, Story } from './step.ts'

/** What a history is made from; the same plan is the same business. */
export interface HistoryPlan {
  readonly seed: number
  readonly leads: number
  /** First and last day, `YYYY-MM-DD`. */
  readonly from: string
  readonly to: string
  /** Share of the usual time that everything takes; 1 unless a test is in a hurry. */
  readonly pace: number
}

export interface Seller {
  readonly actor: Actor
  readonly strength: Strength
}

type Post =
  | 'manager'
  | 'director'
  | 'tech_lead'
  | 'planner'
  | 'worker'
  | 'quality'
  | 'purchaser'
  | 'warehouse'
  | 'engineer'
  | 'finance'
  | 'admin'

/** What a step may reach. */
export interface World {
  readonly workspace: Workspace
  readonly plan: HistoryPlan
  /** People of the house by their post. */
  readonly staff: Readonly<Record<Post, Actor>>
  /** In the order of `sellerPlans`. */
  readonly sellers: readonly Seller[]
  /** Leads of the plan by their place. */
  leadPlan(index: number): LeadPlan
  /** Ids found once: `lead/17`, `order/17/service`. */
  readonly known: Map<string, string>
  /** Leads of the last days that lie unanswered, or unassigned; see `liesYet`. */
  readonly lastLeads: { readonly from: number; readonly to: number }
  /** Lines of today's bank statement. */
  readonly statement: string[]
  /** Plans further steps. */
  schedule: (steps: readonly Step[]) => void
  /** The day it is, counted from the first. */
  day: number
}

export type Deed = (world: World, step: Step) => Promise<void>

type Input = Readonly<Record<string, unknown>>

/** One transaction in somebody's name. */
export const as = <T>(world: World, actor: Actor, run: (tx: Tx) => Promise<T>): Promise<T> =>
  transact(world.workspace, actor, run)

export const make = (world: World, actor: Actor, object: string, draft: Input): Promise<AnyRow> =>
  as(world, actor, (tx) => createRecord(tx, object, draft))
export const change = (
  world: World,
  actor: Actor,
  object: string,
  id: string,
  patch: Input,
): Promise<AnyRow> => as(world, actor, (tx) => changeRecord(tx, object, id, patch))

/** What a verb answers is its own affair, hence any. */
type Answer = Readonly<Record<string, any>>

/** Runs a verb as that person would by the button. */
export const act = async (
  world: World,
  actor: Actor,
  [object, id, verb]: readonly [string, string, string],
  input: Input = {},
): Promise<Answer> =>
  (await as(world, actor, (tx) =>
    runAction(
      tx,
      object,
      id,
      verb,
      Object.fromEntries(Object.entries(input).filter(([, value]) => value !== null && value !== undefined)),
    ),
  )) as Answer

export async function find(
  world: World,
  object: string,
  where: string,
  values: Input = {},
  limit = 500,
): Promise<readonly AnyRow[]> {
  const { definitions, db, workspace, now, actor } = reading(
    world.workspace,
    systemActor('history'),
    'background',
  )
  return (
    await listRecords({ definitions, db, workspace, now, actor }, object, { where, with: values, limit })
  ).items
}
export const first = async (
  world: World,
  object: string,
  where: string,
  values: Input = {},
): Promise<AnyRow | undefined> => (await find(world, object, where, values, 1))[0]

/** The person behind an id: a seller, or who stands in for one. */
export const sellerOf = (world: World, id: string | null): Actor =>
  world.sellers.find((one) => one.actor.id === id)?.actor ?? world.staff.director

export const externalId = (index: number): string => `history-${String(index).padStart(6, '0')}`

export const regularId = (index: number): string => `regular-${String(index).padStart(4, '0')}`

export const leadOf = (world: World, { index }: Story): Promise<string> =>
  remember(
    world,
    `lead/${index}`,
    async () => (await first(world, 'lead', 'external_id = the_mark', { the_mark: externalId(index) }))?.id,
  )

export const dealOf = (world: World, { index, part }: Story): Promise<string> =>
  remember(world, `deal/${index}/${part}`, async () => {
    if (part === 'regular')
      return (await first(world, 'opportunity', 'external_id = the_mark', { the_mark: regularId(index) }))?.id
    if (part === 'lead')
      return (await first(world, 'lead', 'external_id = the_mark', { the_mark: externalId(index) }))
        ?.opportunity
    const order = await orderOf(world, { index, part: 'lead' })
    return (
      await first(world, 'ticket', 'equipment.order = the_order and opportunity != null', {
        the_order: order,
      })
    )?.opportunity
  })

export const orderOf = (world: World, story: Story): Promise<string> =>
  remember(
    world,
    `order/${story.index}/${story.part}`,
    async () =>
      (await first(world, 'order', 'opportunity = the_deal', { the_deal: await dealOf(world, story) }))?.id,
  )

async function remember(world: World, key: string, look: () => Promise<string | undefined>): Promise<string> {
  const known = world.known.get(key)
  if (known) return known
  const found = await look()
  if (!found) throw new Error(`The history has lost ${key}`)
  world.known.set(key, found)
  return found
}

export const dateOf = (world: World, day: number): string => addDays(world.plan.from, day)

export const workedDays = (workspace: Workspace, from: string) => {
  const calendar = companyCalendar(workspace.zone)
  return (day: number): boolean => calendar.isWorkingDay(addDays(from, day))
}
