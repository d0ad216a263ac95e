import { sql, type Transaction } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { Refusal, refuse, type Actor, type Definitions, type SqlText } from '../../model/index.ts'
import type { Patience } from './patience.ts'
import { refresh, table, type Workspace } from './workspace.ts'

/** One transaction of one actor: everything that is written in it happens or none of it does. */
export interface Tx {
  readonly workspace: Workspace
  readonly db: Transaction<any>
  readonly definitions: Definitions
  readonly actor: Actor
  /** Moment of the transaction by the workspace's clock. */
  readonly now: Date
  /** Follows a request through every reaction. */
  readonly trace: string
  /** How many reactions deep; see events/react.ts. */
  readonly depth: number
  /** The action that is running, for the timeline. */
  readonly cause: string | null
  /**
   * Records whose figures wait for the end of the current write, see records/rollups.ts; null when nothing is
   * being collected.
   */
  pendingRollups: Map<
    string,
    { readonly object: string; readonly id: string; readonly looks: boolean; readonly because: string | null }
  > | null
  /** Run after the commit; must not fail. */
  readonly afterCommit: (() => void)[]
  /** Where the rights of the actor are those of before, until the first statement confirms them. */
  readonly door?: Door
}

/**
 * The question whether somebody still comes with the rights they are remembered by. The first statement of a
 * reading carries it, and says `confirmRights` what it found: nothing is answered before. A write carries it
 * in the statement that writes.
 */
export interface Door {
  /** True or false, as the rows of a statement. */
  readonly question: SqlText
  /** Questions of one kind differ in their values only. */
  readonly kind: string
  confirmed: boolean
}

/**
 * Thrown where the rights are not those that were gone by, or where it cannot be told: it is done again by
 * those of the moment.
 */
export class RightsMoved extends Error {}

/** What a statement found of the question that it carried. @throws RightsMoved */
export function confirmRights(door: Door, came: unknown): void {
  if (came !== true && came !== 't') throw new RightsMoved()
  door.confirmed = true
}

export interface TransactOptions {
  /**
   * Whether, by the definitions of the moment, `run` writes with one statement only, which is a transaction
   * by itself: two of three round trips fall away.
   */
  readonly single?: () => boolean
  readonly trace?: string
  readonly depth?: number
  readonly cause?: string
  /** For `single` writes only: their statement carries the question, and undoes itself where rights moved. */
  readonly door?: Door
}

/**
 * Serialisation failure, deadlock, lock not available, a plan of before a table changed; and a write that
 * went by definitions which had moved on.
 */
const retryable = new Set(['40001', '40P01', '55P03', '0A000', 'stale_definitions'])

/**
 * Every write ends by reading the version of the definitions (see `emitEvents`): what was written by an old
 * shape is undone and done again. It costs no statement of its own, and no write ever uses an old shape.
 */
export function refuseStale(tx: Tx, version: number): void {
  if (version !== tx.definitions.version) throw definitionsMovedOn()
}

/** Caught by `transact`, which reads the definitions anew and runs once more. */
export const definitionsMovedOn = () =>
  Object.assign(new Error('Definitions moved on'), { code: 'stale_definitions' })

/**
 * Runs `run` in a transaction; a deadlock or serialisation failure is tried again, so `run` must do nothing
 * outside it.
 * @example await transact(workspace, actor, (tx) => createRecord(tx, 'lead', { company: '华东精密' }))
 */
export async function transact<T>(
  workspace: Workspace,
  actor: Actor,
  run: (tx: Tx) => Promise<T>,
  options: TransactOptions = {},
): Promise<T> {
  refuseReadingKey(actor)
  const db = workspace.dbFor[actor.id === null && actor.trusted ? 'background' : 'work']
  for (let attempt = 1; ; attempt++) {
    const afterCommit: (() => void)[] = []
    try {
      const begun = (db: Transaction<any>) => run(begin(workspace, actor, db, afterCommit, options))
      const single = options.single?.()
      if (options.door && !single) throw new RightsMoved()
      const result = single
        ? await begun(db as unknown as Transaction<any>)
        : await db.transaction().execute(begun)
      for (const told of afterCommit) told()
      return result
    } catch (error) {
      const stale = attempt === 1 && (await isStale(workspace, error))
      if (!stale && (attempt >= 4 || !retryable.has((error as { code?: string }).code ?? ''))) throw error
      if (!stale) await new Promise((resume) => setTimeout(resume, 10 * attempt + Math.random() * 20))
    }
  }
}

/** A key of the API that may only read begins no transaction, whatever door it comes by. */
function refuseReadingKey({ trusted, scope }: Actor): void {
  if (trusted || !scope || scope.verbs.some((verb) => verb !== 'read')) return
  throw refuse('key_scope', { zh: '这个 API 密钥只能读取', en: 'This API key only reads' }, { status: 403 })
}

/**
 * For reading only, without a transaction: each statement sees what is committed when it runs. A report or an
 * export is `work`.
 */
export const reading = (workspace: Workspace, actor: Actor, patience: Patience = 'question'): Tx => ({
  workspace,
  actor,
  db: workspace.dbFor[patience] as unknown as Transaction<any>,
  definitions: workspace.definitions,
  // What only reads leaves no trace behind.
  now: new Date(Date.now() + workspace.clockOffsetMs),
  trace: '',
  depth: 0,
  cause: null,
  pendingRollups: null,
  afterCommit: [],
})

/** The same transaction seen by another actor, e.g. domain code acting for the house in a person's name. */
export const asTrusted = (tx: Tx, cause?: string): Tx =>
  Object.create(tx, {
    actor: { value: { ...tx.actor, trusted: true } },
    cause: { value: cause ?? tx.cause },
  }) as Tx

/**
 * A refusal may come of old definitions (a field that is new): looked at once more before it is the answer.
 */
async function isStale(workspace: Workspace, error: unknown): Promise<boolean> {
  if (!(error instanceof Refusal) && (error as { code?: string }).code !== 'stale_definitions') return false
  const { rows } = await sql<{
    version: number
  }>`select definitions_version as version from ${table(workspace, '_workspace')}`.execute(workspace.db)
  if (rows[0]!.version === workspace.definitions.version) return false
  await refresh(workspace)
  return true
}

function begin(
  workspace: Workspace,
  actor: Actor,
  db: Transaction<any>,
  afterCommit: (() => void)[],
  options: TransactOptions,
): Tx {
  return {
    workspace,
    db,
    actor,
    afterCommit,
    definitions: workspace.definitions,
    now: new Date(Date.now() + workspace.clockOffsetMs),
    trace: options.trace ?? uuidv7(),
    depth: options.depth ?? 0,
    cause: options.cause ?? null,
    pendingRollups: null,
    ...(options.door && { door: options.door }),
  }
}
