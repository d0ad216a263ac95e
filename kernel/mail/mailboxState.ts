import { administratorRole } from '../../model/index.ts'
import { sql } from 'kysely'
import type { Label } from '../../model/index.ts'
import { notify } from '../notify/notify.ts'
import { peopleWith } from '../organisation/people.ts'
import { transact } from '../workspace/transact.ts'
import { systemActor, table, type Workspace } from '../workspace/workspace.ts'

/**
 * How far a mailbox has been read. UIDs count up within one validity (RFC 3501 2.3.1.1), so that is a part of
 * its name.
 */
export interface MailboxPlace {
  readonly box: string | null
  readonly last_uid: number
}

/** The mailbox that was read last, and the last UID taken in from it. */
export async function readPlace(workspace: Workspace): Promise<MailboxPlace> {
  const { rows } = await sql<{
    box: string | null
    last_uid: string
  }>`select box, last_uid from ${table(workspace, '_mailbox')}`.execute(workspace.db)
  return { box: rows[0]!.box, last_uid: Number(rows[0]!.last_uid) }
}

/** Remembers the place behind what was taken in. */
export const savePlace = (workspace: Workspace, { box, last_uid }: MailboxPlace) =>
  sql`update ${table(workspace, '_mailbox')} set box = ${box}, last_uid = ${last_uid}`.execute(workspace.db)

/** The mailbox can be read again, or nobody wants to any more. */
export const noteReading = (workspace: Workspace) =>
  sql`update ${table(workspace, '_mailbox')} set failing_since = null, failures = 0 where failing_since is not null`.execute(
    workspace.db,
  )

/** How often a connection may fail before people are told: servers are restarted. */
const failuresBeforeTold = 3

/**
 * The mailbox cannot be read. Administrators are told once per outage: of a wrong password at once, of
 * anything else when it has lasted.
 */
export async function noteFailing(workspace: Workspace, reason: Label, lasting: boolean): Promise<void> {
  await transact(workspace, systemActor('mail'), async (tx) => {
    const { rows } = await sql<{ failing_since: Date; failures: number }>`
      update ${table(workspace, '_mailbox')} set failing_since = coalesce(failing_since, ${tx.now}), failures = failures + 1 returning failing_since, failures`.execute(
      tx.db,
    )
    const { failing_since, failures } = rows[0]!
    if (!lasting && failures < failuresBeforeTold) return
    await notify(tx, await peopleWith(tx, { roles: [administratorRole] }), {
      title: { zh: `邮件线索已停止收取：${reason.zh}`, en: `Leads by mail have stopped: ${reason.en}` },
      key: `mail-failing:${failing_since.toISOString()}`,
    })
  })
}

/** A single mail that cannot be taken in; it stays flagged in the mailbox, and the next ones are read. */
export async function noteUnreadable(workspace: Workspace, uid: string, reason: Label): Promise<void> {
  await transact(workspace, systemActor('mail'), async (tx) =>
    notify(tx, await peopleWith(tx, { roles: [administratorRole] }), {
      title: {
        zh: `有一封邮件无法收取，已在邮箱中加星标：${reason.zh}`,
        en: `A mail could not be taken in and is flagged in the mailbox: ${reason.en}`,
      },
      key: `mail-unreadable:${uid}`,
    }),
  )
}

/** Since when the mailbox has not been readable; null while all is well, or nobody reads one. */
export async function mailFailingSince(workspace: Workspace): Promise<Date | null> {
  const { rows } = await sql<{
    failing_since: Date | null
  }>`select failing_since from ${table(workspace, '_mailbox')}`.execute(workspace.db)
  return rows[0]?.failing_since ?? null
}
