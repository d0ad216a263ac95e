import { sql } from 'kysely'
import {
  addDuration,
  adminRoleOf,
  decide,
  evaluate,
  holds,
  makeBudget,
  parseExpression,
  Refusal,
  refuse,
  type AnyRow,
  type Decision,
  type Expression,
  type Process,
  type ProcessEnv,
  type ProcessNode,
  type Scope,
} from '../../model/index.ts'
import { localDate, processNames } from '../../model/index.ts'
import { companyCalendar } from '../calendar/company.ts'
import { countingDecision } from '../decisions/answer.ts'
import { scopeFor } from '../definitions/scopeFor.ts'
import { objectOf } from '../definitions/stored.ts'
import { contextFor } from '../records/context.ts'
import { toRecord } from '../records/row.ts'
import type { Tx } from '../workspace/transact.ts'
import { table } from '../workspace/workspace.ts'
import {
  headAbove,
  managerAbove,
  personOf,
  readDirectory,
  standIn,
  withRole,
  type Directory,
} from './directory.ts'
import type { Held } from './store.ts'

type Assignee = Parameters<ProcessEnv['people']>[0]
type Names = Readonly<Record<string, unknown>>

export interface World extends ProcessEnv {
  readonly record: AnyRow
  readonly directory: Directory
}

/**
 * The world as a process sees it, read beforehand: the engine is pure and does not wait. The record comes
 * with every reference and collection that any expression of the definition names, child rows included; the
 * people come as the directory of this moment.
 */
export async function seeWorld(
  tx: Tx,
  held: Pick<Held, 'definition' | 'object' | 'record' | 'started_by' | 'state'>,
): Promise<World> {
  const { definition, started_by } = held
  const object = objectOf(tx.definitions, held.object)
  const scope = scopeFor(tx.definitions, tx.workspace, held.object, processNames)
  const decisions = await readDecisions(tx, definition)
  const parsed = new Map(
    feelOf(definition, [...decisions.values()]).map((source) => [source, parse(source, scope)]),
  )
  const record = await readRecord(tx, held)
  const context = await contextFor(
    tx,
    object,
    record,
    [...parsed.values()].filter((one): one is Expression => !(one instanceof Refusal)),
  )
  const directory = await readDirectory(tx)
  const initiator =
    held.state.initiator ??
    started_by ??
    record.owner ??
    withRole(directory, adminRoleOf(definition))[0] ??
    ''
  const options = { scope, now: tx.now, zone: tx.workspace.zone, budget: makeBudget() }
  const expression = (source: string): Expression => {
    const found = parsed.get(source) ?? parse(source, scope)
    if (found instanceof Refusal) throw found
    return found
  }
  const compute = (source: string, names: Names = {}): unknown =>
    evaluate(expression(source), { ...context, ...names }, options)
  const named = (who: Assignee): string[] => {
    if ('user' in who) return present([personOf(directory, who.user)?.id])
    if ('role' in who) return withRole(directory, who.role)
    if ('department_head' in who) return present([headAbove(directory, initiator, who.department_head)])
    if ('manager' in who) return present([managerAbove(directory, who.of ?? initiator, who.manager)])
    if ('field' in who) return present([compute(who.field)].flat())
    if ('initiator' in who) return [initiator]
    if ('decision' in who)
      return decided(
        directory,
        decide(
          decisionOf(decisions, who.decision),
          { ...context, process: held.state.context },
          { ...options, on: localDate(tx.now, tx.workspace.zone) },
        ).result,
      )
    return []
  }
  return {
    record,
    directory,
    initiator,
    now: tx.now,
    evaluate: compute,
    holds: (source, names = {}) => holds(expression(source), { ...context, ...names }, options),
    people: (who) =>
      'initiator' in who
        ? [initiator]
        : [...new Set(present(named(who).map((id) => standIn(directory, id, initiator))))],
    after: (from, duration) => workingMoment(from, duration, tx.workspace.zone),
  }
}

/**
 * An expression that no longer reads, since a field was removed, is refused where it is used and nowhere
 * else.
 */
function parse(source: string, scope: Scope): Expression | Refusal {
  try {
    return parseExpression(source, scope)
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}

type Decisions = ReadonlyMap<string, Decision>

const assigneesOf = ({ nodes }: Process): readonly Assignee[] =>
  Object.values(nodes).flatMap((node) => ('assignees' in node ? node.assignees : 'to' in node ? node.to : []))

/**
 * The decisions that name people, as they count today. One that is gone is missed where it is used and
 * nowhere else.
 */
async function readDecisions(tx: Tx, definition: Process): Promise<Decisions> {
  const names = new Set(
    assigneesOf(definition).flatMap((who) =>
      'decision' in who && tx.definitions.decisions[who.decision] ? [who.decision] : [],
    ),
  )
  return new Map(
    await Promise.all([...names].map(async (name) => [name, await countingDecision(tx, name)] as const)),
  )
}

/** Every expression that the engine may ask for: the record is read with what they name. */
function feelOf(definition: Process, decisions: readonly Decision[]): string[] {
  return [
    ...(definition.start.when === undefined ? [] : [definition.start.when]),
    ...Object.values(definition.nodes).flatMap(feelOfNode),
    ...assigneesOf(definition).flatMap((who) => ('field' in who ? [who.field] : [])),
    ...decisions.flatMap((one) => [
      ...one.inputs.map((input) => input.expression),
      ...one.rules.flatMap((rule) => rule.then),
    ]),
  ]
}

function feelOfNode(node: ProcessNode): string[] {
  if (node.kind === 'exclusive') return node.branches.map((branch) => branch.when)
  if (node.kind === 'wait')
    return 'until' in node.for
      ? [node.for.until]
      : 'event' in node.for && node.for.when
        ? [node.for.when]
        : []
  return 'input' in node ? Object.values(node.input ?? {}) : []
}

/** Also a deleted one: its processes have to come to an end. */
async function readRecord(
  tx: Tx,
  { object: name, record: id }: Pick<Held, 'object' | 'record'>,
): Promise<AnyRow> {
  const object = objectOf(tx.definitions, name)
  if (id === null) return toRecord(object, tx.definitions, {})
  const { rows } = await sql<
    Record<string, unknown>
  >`select * from ${table(tx.workspace, object.name)} where id = ${id}`.execute(tx.db)
  return toRecord(object, tx.definitions, rows[0] ?? { id })
}

const present = (ids: readonly unknown[]): string[] =>
  ids.filter((id): id is string => typeof id === 'string' && id !== '')

/** A decision names people by id or login, or roles; one or several, in one output or in many. */
function decided(directory: Directory, result: unknown): string[] {
  if (Array.isArray(result)) return result.flatMap((one) => decided(directory, one))
  if (typeof result === 'object' && result !== null)
    return Object.values(result).flatMap((one) => decided(directory, one))
  if (typeof result !== 'string') return []
  const person = personOf(directory, result)
  return person ? [person.id] : withRole(directory, result)
}

function decisionOf(decisions: Decisions, name: string): Decision {
  const decision = decisions.get(name)
  if (!decision)
    throw refuse(
      'decision_unknown',
      { zh: `规则中心没有“${name}”`, en: `The rule centre has no decision "${name}"` },
      { status: 404 },
    )
  return decision
}

/** Days are working days and hours working hours; weeks, months and years go by the clock. */
export function workingMoment(from: Date, duration: string, zone: string): Date {
  const parts = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(duration)
  if (!parts) return addDuration(from, duration)
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = parts.slice(1).map((part) => Number(part ?? 0))
  const calendar = companyCalendar(zone)
  const later = days > 0 ? calendar.addWorkingTime(from, { days }) : from
  const span = hours * 60 + minutes + seconds / 60
  return span > 0 ? calendar.addWorkingTime(later, { minutes: span }) : later
}
