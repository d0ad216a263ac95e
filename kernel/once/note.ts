import { sql } from 'kysely'
import type { Tx } from '../workspace/transact.ts'
import { table, type Workspace } from '../workspace/workspace.ts'
import { isRunning } from './refusals.ts'

/** What is to happen once, and who asked for it by which key. */
export interface Asked {
  /** The person, or the channel where there is none. */
  readonly caller: string
  readonly key: string
  /** Of address and body. */
  readonly fingerprint: Buffer
}

/**
 * Where a request that is to happen once notes what it came to: in the transaction of the change itself, so
 * that whoever asks again after a cut connection or a killed process finds the change and its answer, or
 * neither.
 * @example await transact(workspace, actor, note.whole((tx) => createRecord(tx, 'lead', { company: '华东精密'
 * })))
 */
export interface Note {
  /** Whether the caller gave a key at all; without one nothing is noted and nothing costs more. */
  readonly keyed: boolean
  /**
   * The one transaction of a request, or the last of many: what `run` answers is the answer of the request.
   */
  whole<T>(run: (tx: Tx) => Promise<T>): (tx: Tx) => Promise<T>
  /**
   * One of many transactions of a request, in a fixed order: done before, it answers what it came to then.
   * Answers must be JSON.
   */
  part<T>(index: number, run: (tx: Tx) => Promise<T>): (tx: Tx) => Promise<T>
  /** For work that ends with no transaction of its own. */
  end<T>(answer: T): Promise<T>
}

/** For a request without a key. */
export const unnoted: Note = {
  keyed: false,
  whole: (run) => run,
  part: (_index, run) => run,
  end: async (answer) => answer,
}

/** Thrown by `whole` where the answer was noted meanwhile: nothing is done, and this is the answer. */
export class AnsweredBefore extends Error {
  readonly answer: unknown
  constructor(answer: unknown) {
    super('answered before')
    this.answer = answer
  }
}

/** Notes kept in the tables of the workspace, for a key that has been claimed. */
export function noteFor(workspace: Workspace, asked: Asked): Note {
  return {
    keyed: true,
    whole: (run) => async (tx) => {
      await hold(tx, asked)
      const answer = await run(tx)
      await writeAnswer(tx.db, workspace, asked, answer)
      return answer
    },
    part: (index, run) => async (tx) => {
      const before = await claimPart(tx, asked, index)
      if (before) return before.answer as Awaited<ReturnType<typeof run>>
      const answer = await run(tx)
      await sql`
        update ${table(workspace, '_idempotency_part')} set answer = ${JSON.stringify(answer ?? null)}::json
        where caller = ${asked.caller} and key = ${asked.key} and part = ${index}`.execute(tx.db)
      return answer
    },
    async end(answer) {
      await writeAnswer(workspace.db, workspace, asked, answer)
      return answer
    },
  }
}

/**
 * The row of the key is held until the end of the transaction, which PostgreSQL ends when its process is
 * gone: whoever finds it held finds the request under way.
 */
async function hold(tx: Tx, { caller, key }: Asked): Promise<void> {
  const { rows } = await sql<{ answer: unknown; answered: boolean }>`
    select answer, answer is not null as answered from ${table(tx.workspace, '_idempotency')}
    where caller = ${caller} and key = ${key} for no key update skip locked`.execute(tx.db)
  if (!rows[0]) throw isRunning()
  if (rows[0].answered) throw new AnsweredBefore(rows[0].answer)
}

/** Waits for whoever is at the same part, by the unique index. */
async function claimPart(
  tx: Tx,
  { caller, key }: Asked,
  part: number,
): Promise<{ readonly answer: unknown } | undefined> {
  const parts = table(tx.workspace, '_idempotency_part')
  const { rows } =
    await sql`insert into ${parts} (caller, key, part) values (${caller}, ${key}, ${part}) on conflict do nothing returning 1`.execute(
      tx.db,
    )
  if (rows.length > 0) return undefined
  const before = await sql<{
    answer: unknown
  }>`select answer from ${parts} where caller = ${caller} and key = ${key} and part = ${part}`.execute(tx.db)
  return before.rows[0]
}

/** With the answer of the whole, what its parts came to is of no more use. */
const writeAnswer = (
  db: Tx['db'] | Workspace['db'],
  workspace: Workspace,
  { caller, key }: Asked,
  answer: unknown,
) =>
  sql`
  with over as (delete from ${table(workspace, '_idempotency_part')} where caller = ${caller} and key = ${key})
  update ${table(workspace, '_idempotency')} set answer = ${JSON.stringify(answer ?? {})}::json where caller = ${caller} and key = ${key}`.execute(
    db,
  )
