import { sql } from 'kysely'
import type { AnyRow, ObjectDef } from '../../model/index.ts'
import { objectOf } from '../definitions/stored.ts'
import { emitEvents, type NewEvent } from '../events/emit.ts'
import { addJob } from '../jobs/jobs.ts'
import type { Tx } from '../workspace/transact.ts'
import { table } from '../workspace/workspace.ts'
import { changesBetween } from './changes.ts'
import { computeFormulas, computeRollups } from './compute.ts'
import { dependentsOf, leadsTo, moves, readsFiles, startOf, type Hop } from './dependents.ts'
import { grouped } from './grouped.ts'
import { toRecord } from './row.ts'
import { isComputed, writeComputed } from './writeComputed.ts'

/**
 * A record whose figures may have moved. One that only looks at what was written is left to a job where
 * somebody else is writing it.
 */
export interface Pending {
  readonly object: string
  readonly id: string
  readonly looks: boolean
  /** What moved it, `wish_row.created`. */
  readonly because: string | null
}

/** So many records that look at what was written are brought up to date with it; more are a job's. */
export const handful = 20
/** A record whose figures still move after so many rounds is part of a circle, which is cut here. */
const roundsMax = 10

/** What a record is remembered by while its figures wait. */
export const keyOf = (object: string, id: string) => `${object}:${id}`

/**
 * Remembers the records whose figures read what was written: those that count it, and those that look at it.
 */
export async function noteDependents(
  tx: Tx,
  object: ObjectDef,
  before: AnyRow | null,
  after: AnyRow | null,
): Promise<void> {
  tx.pendingRollups ??= new Map()
  const because = `${object.name}.${before ? (after ? 'updated' : 'deleted') : 'created'}`
  for (const dependent of dependentsOf(tx, object.name)) {
    if (!moves(dependent, before, after)) continue
    const { hops, ids } = startOf(dependent, before, after)
    if (ids.length === 0) continue
    if (hops.length === 0) note(tx, { object: dependent.object, ids, looks: false, because })
    else if (dependent.part)
      note(tx, {
        object: dependent.object,
        ids: await reached(tx, dependent.object, { hops, ids }, Infinity),
        looks: false,
        because,
      })
    else {
      const found = await reached(tx, dependent.object, { hops, ids }, handful + 1)
      if (found.length <= handful) note(tx, { object: dependent.object, ids: found, looks: true, because })
      else await leaveToJob(tx, { object: dependent.object, hops, ids, cause: tx.cause ?? because })
    }
  }
}

/** A file came to a record or went from it: the figures that count files follow. */
export async function followFiles(tx: Tx, name: string, id: string): Promise<void> {
  if (!readsFiles(tx, objectOf(tx.definitions, name))) return
  tx.pendingRollups ??= new Map()
  note(tx, { object: name, ids: [id], looks: false, because: 'file.attached' })
  await settleRollups(tx)
}

function note(
  tx: Tx,
  { object, ids, looks, because }: Omit<Pending, 'id'> & { readonly ids: readonly string[] },
): void {
  for (const id of ids) {
    const key = keyOf(object, id)
    tx.pendingRollups!.set(key, {
      object,
      id,
      because,
      looks: looks && (tx.pendingRollups!.get(key)?.looks ?? true),
    })
  }
}

export interface Way {
  readonly hops: readonly Hop[]
  readonly ids: readonly string[]
}

/** Ids of the records that lead to others, in their order, behind `after`. */
export async function reached(
  tx: Tx,
  object: string,
  { hops, ids }: Way,
  most: number,
  after: string | null = null,
): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select t.id from ${table(tx.workspace, object)} t where t.deleted_at is null and ${leadsTo(tx, hops, ids)} and (${after}::uuid is null or t.id > ${after}::uuid)
    order by t.id limit ${most === Infinity ? null : most}`.execute(tx.db)
  return rows.map((row) => row.id)
}

/** What a job is told: records by name, or all that lead to others. */
export interface Recompute {
  readonly object: string
  readonly hops: readonly Hop[]
  readonly ids: readonly string[]
  readonly after?: string
  readonly depth: number
  readonly trace: string
  readonly cause: string | null
}

/** Adds the job that brings them up to date, in portions. */
export const leaveToJob = (tx: Tx, what: Omit<Recompute, 'depth' | 'trace'>): Promise<void> =>
  addJob(tx, 'recompute', { ...what, depth: tx.depth + 1, trace: tx.trace } satisfies Recompute)

/**
 * Brings the remembered records up to date, and theirs in turn. A figure that moved is an event in the same
 * transaction, so that timelines, automations, dates, search and live pages see it; the version stays, for
 * nobody typed it and nobody's editing is refused by it.
 * @param own the record that the caller is writing, whose event the caller tells
 * @returns the records that were moved, as they are now
 */
export async function settleRollups(tx: Tx, own?: string): Promise<ReadonlyMap<string, AnyRow>> {
  const moved = new Map<string, Moved>()
  const rounds = new Map<string, number>()
  const cut: NewEvent[] = []
  while (tx.pendingRollups && tx.pendingRollups.size > 0) {
    const [{ object: name }] = tx.pendingRollups.values() as unknown as [Pending]
    const some = [...tx.pendingRollups].filter(([, one]) => one.object === name).map(([, one]) => one)
    for (const { id } of some) tx.pendingRollups.delete(keyOf(name, id))
    const object = objectOf(tx.definitions, name)
    for (const { before, after, because } of await recomputeSome(tx, object, some)) {
      const key = keyOf(name, after.id)
      const known = moved.get(key)
      if (known) known.after = after
      else moved.set(key, { object, before, after, because })
      const round = (rounds.get(key) ?? 0) + 1
      rounds.set(key, round)
      if (round < roundsMax) await noteDependents(tx, object, before, after)
      else cut.push({ name: 'computed.loop_cut', object: name, record: after.id, payload: { rounds: round } })
    }
  }
  tx.pendingRollups = null
  for (const [because, some] of grouped(
    [...moved].filter(([key]) => key !== own),
    ([, one]) => one.because,
  ))
    await emitEvents(
      tx.cause === null ? (Object.create(tx, { cause: { value: because } }) as Tx) : tx,
      some.flatMap(([, one]) => toldOf(one)),
    )
  await emitEvents(tx, cut)
  return new Map([...moved].map(([key, { after }]) => [key, after]))
}

interface Moved {
  readonly object: ObjectDef
  readonly before: AnyRow
  after: AnyRow
  readonly because: string | null
}

/** Nothing where a figure moved and moved back. */
function toldOf({ object, before, after }: Moved): NewEvent[] {
  const changes = changesBetween(object, before, after)
  return Object.keys(changes).length > 0
    ? [
        {
          name: `${object.name}.updated`,
          object: object.name,
          record: after.id,
          payload: { changes, computed: true },
        },
      ]
    : []
}

/**
 * Locked in the order of their ids, read, computed and written where they differ; those that only look are
 * not waited for.
 */
async function recomputeSome(
  tx: Tx,
  object: ObjectDef,
  some: readonly Pending[],
): Promise<readonly Omit<Moved, 'object'>[]> {
  const rows: Record<string, unknown>[] = []
  for (const [looks, ones] of grouped(some, (one) => one.looks)) {
    const ids = ones.map(({ id }) => id)
    const found = await sql<Record<string, unknown>>`
      select * from ${table(tx.workspace, object.name)} where id = any(${ids}::uuid[]) order by id for no key update ${looks ? sql`skip locked` : sql``}`.execute(
      tx.db,
    )
    rows.push(...found.rows)
    const missed = looks ? ids.filter((id) => !found.rows.some((row) => row.id === id)) : []
    if (missed.length > 0)
      await leaveToJob(tx, {
        object: object.name,
        hops: [],
        ids: missed,
        cause: tx.cause ?? ones[0]!.because,
      })
  }
  const records = rows.map((row) => toRecord(object, tx.definitions, row))
  const figures = await computeRollups(
    tx,
    object,
    records.map(({ id }) => id),
  )
  const because = new Map(some.map((one) => [one.id, one.because]))
  const read = new Map<string, AnyRow>()
  const moved = []
  for (const before of records) {
    const draft = { ...before, ...figures.get(before.id) }
    const after = { ...draft, ...(await computeFormulas(tx, object, draft as AnyRow, read)) }
    if (Object.keys(changesBetween(object, before, after)).length > 0 && isComputed(object))
      moved.push({
        before,
        after: await writeComputed(tx, object, before, after as AnyRow),
        because: because.get(before.id) ?? null,
      })
  }
  return moved
}
