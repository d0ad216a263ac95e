import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { refuse } from '../../model/index.ts'
import { checkScope, isAdministrator } from '../access/grants.ts'
import type { Tx } from '../workspace/transact.ts'
import { table } from '../workspace/workspace.ts'

export interface Delegation {
  readonly person: string
  readonly deputy: string
  /** ISO 8601; now unless told. */
  readonly from?: string
  readonly until: string
}

/**
 * From `from` until `until` new tasks of a person go to the deputy. One's own only, or by an administrator.
 */
export async function delegate(
  tx: Tx,
  { person, deputy, from, until }: Delegation,
): Promise<{ readonly id: string }> {
  mayFor(tx, person)
  if (deputy === person)
    throw refuse(
      'deputy_is_self',
      { zh: '不能委托给自己', en: 'Nobody is their own deputy' },
      { field: 'to' },
    )
  const starts = from ?? tx.now.toISOString()
  if (Date.parse(until) <= Math.max(Date.parse(starts), tx.now.getTime()))
    throw refuse(
      'period_empty',
      { zh: '委托的结束时间应晚于开始时间和现在', en: 'The period must end after it begins, and after now' },
      { field: 'until' },
    )
  const active =
    await sql`select from ${table(tx.workspace, 'user')} where id = ${deputy} and active and deleted_at is null`.execute(
      tx.db,
    )
  if (active.rows.length === 0)
    throw refuse(
      'no_such_person',
      { zh: '找不到这个人，或其已停用', en: 'This person is unknown or no longer active' },
      { field: 'to' },
    )
  const id = uuidv7({ msecs: tx.now.getTime() })
  await sql`
    insert into ${table(tx.workspace, '_delegation')} (id, person, deputy, starts_at, ends_at, created_at, created_by)
    values (${id}, ${person}, ${deputy}, ${starts}, ${until}, ${tx.now}, ${tx.actor.id})`.execute(tx.db)
  return { id }
}

/** Periods that run or are to come, given or received. */
export async function delegationsOf(tx: Pick<Tx, 'workspace' | 'db' | 'now'>, person: string) {
  const { rows } = await sql<{
    id: string
    person: string
    deputy: string
    person_name: string
    deputy_name: string
    starts_at: Date
    ends_at: Date
  }>`
    select d.id, d.person, d.deputy, p.name as person_name, q.name as deputy_name, d.starts_at, d.ends_at
    from ${table(tx.workspace, '_delegation')} d join ${table(tx.workspace, 'user')} p on p.id = d.person join ${table(tx.workspace, 'user')} q on q.id = d.deputy
    where d.revoked_at is null and d.ends_at > ${tx.now} and (d.person = ${person} or d.deputy = ${person}) order by d.starts_at`.execute(
    tx.db,
  )
  return rows.map((row) => ({
    ...row,
    starts_at: row.starts_at.toISOString(),
    ends_at: row.ends_at.toISOString(),
  }))
}

/** Ends a period early, or before it began. */
export async function revokeDelegation(tx: Tx, id: string): Promise<void> {
  const { rows } = await sql<{
    person: string
  }>`select person from ${table(tx.workspace, '_delegation')} where id::text = ${id} and revoked_at is null`.execute(
    tx.db,
  )
  if (!rows[0])
    throw refuse('not_found', { zh: '没有这项委托', en: 'There is no such delegation' }, { status: 404 })
  mayFor(tx, rows[0].person)
  await sql`update ${table(tx.workspace, '_delegation')} set revoked_at = ${tx.now} where id::text = ${id}`.execute(
    tx.db,
  )
}

function mayFor(tx: Tx, person: string): void {
  checkScope(tx.actor, { name: 'task' }, 'act')
  if (tx.actor.id === person || isAdministrator(tx.actor)) return
  throw refuse(
    'not_allowed',
    { zh: '只能设置自己的委托', en: 'Only your own delegation is yours to set' },
    { status: 403 },
  )
}
