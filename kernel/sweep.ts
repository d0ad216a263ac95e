import { sql, type RawBuilder } from 'kysely'
import { now, table, type Workspace } from './workspace/workspace.ts'

interface Old {
  readonly table: string
  readonly days: number
  /** When a row became old; null for one that never does. */
  readonly since: RawBuilder<unknown>
  /** Whether that moment is PostgreSQL's own, not the company's. */
  readonly byServer?: boolean
  readonly where?: RawBuilder<unknown>
}

/**
 * What nobody needs any more after so many days. Each must be longer than anything that still looks at the
 * rows, and none of it is history: events, runs of processes and files stay (decision 2).
 */
const olds: readonly Old[] = [
  // A caller repeats a request within minutes, a queue of its own within days.
  { table: '_idempotency', days: 7, since: sql`at` },
  { table: '_watch', days: 2, since: sql`slot`, byServer: true, where: sql`told_at is null` },
  { table: '_watch', days: 400, since: sql`told_at`, byServer: true, where: sql`told_at is not null` },
  { table: '_rate', days: 1, since: sql`slot`, byServer: true },
  { table: '_passkey_challenge', days: 1, since: sql`at`, byServer: true },
  // A moment that fired does not fire twice (process/dates.ts), which is looked up while its date may still
  // be written.
  { table: '_deadline', days: 90, since: sql`coalesce(fired_at, due_at)`, where: sql`state <> 'waiting'` },
  // A job is tried for days, then it is noted as a failure, which stays.
  { table: '_reaction_run', days: 90, since: sql`at`, where: sql`failure is null` },
  { table: '_notification', days: 180, since: sql`read_at`, where: sql`read_at is not null` },
  // Mails and forms of last year may come again out of an archive.
  { table: '_intake', days: 400, since: sql`at` },
]

/** So many rows at once: a delete of that many takes some ten milliseconds. */
const portion = 2000

/**
 * Deletes what is old, in portions, each a transaction of its own that waits for nobody's rows: any number of
 * servers may do it at once.
 * @returns how many rows of each table went
 */
export async function sweepOld(workspace: Workspace): Promise<Readonly<Record<string, number>>> {
  const swept: Record<string, number> = {}
  for (const old of olds)
    for (let gone = portion; gone === portion;) {
      await workspace.traffic.room()
      gone = await deletePortion(workspace, old)
      swept[old.table] = (swept[old.table] ?? 0) + gone
    }
  return swept
}

async function deletePortion(
  workspace: Workspace,
  { table: name, days, since, byServer, where }: Old,
): Promise<number> {
  const moment = byServer ? sql`now()` : sql`${now(workspace)}::timestamptz`
  const { numAffectedRows } = await sql`
    delete from ${table(workspace, name)} where ctid = any(array(
      select ctid from ${table(workspace, name)} where ${where ?? sql`true`} and ${since} < ${moment} - make_interval(days => ${days}) limit ${portion} for update skip locked))`.execute(
    workspace.db,
  )
  return Number(numAffectedRows ?? 0)
}
