import type { ImapFlow } from 'imapflow'
import { Refusal, refuse } from '../../model/refuse.ts'
import { outageOf } from '../workspace/outage.ts'
import { now, type Workspace } from '../workspace/workspace.ts'
import type { MailboxAddress } from './imapAddress.ts'
import { noteUnreadable, readPlace, savePlace } from './mailboxState.ts'
import { readSource } from './readSource.ts'
import { takeMail } from './takeMail.ts'

/** Larger mails are left to people. */
const mailMax = 40 * 1024 * 1024
/** A mail that breaks our code this often is passed over, or it would hold up all that follow. */
const triesMax = 3
const tries = new Map<string, number>()
/** The network, beside what is down of our own. */
const away = /^E[A-Z]{3,}/

/**
 * Takes in what came since the last time, in order. A mail is taken in, then marked as read in the mailbox,
 * then the place is moved: a crash in between does it again, and its Message-ID makes that nothing. Of a
 * mailbox seen for the first time, only unread mail is taken in.
 */
export async function readNew(
  workspace: Workspace,
  client: ImapFlow,
  { user, host, folder }: MailboxAddress,
): Promise<void> {
  const open = client.mailbox
  if (!open) return
  const box = `${user}@${host}/${folder} ${open.uidValidity}`
  const place = await readPlace(workspace)
  const known = place.box === box
  const behind = open.uidNext - 1
  const uids = known
    ? await uidsAfter(client, place.last_uid)
    : [(await client.search({ seen: false }, { uid: true })) || []].flat()
  for (const uid of uids.sort((a, b) => a - b)) {
    if (!client.usable) return
    await takeOne(workspace, client, { uid, name: `${box} ${uid}`, mailbox: user.toLowerCase() })
    if (known) await savePlace(workspace, { box, last_uid: uid })
  }
  if (!known) await savePlace(workspace, { box, last_uid: Math.max(behind, ...uids, 0) })
}

/** The range `n:*` always holds the last mail, also when its UID is below n. */
async function uidsAfter(client: ImapFlow, last: number): Promise<number[]> {
  const uids: number[] = []
  for await (const { uid } of client.fetch(`${last + 1}:*`, { uid: true }, { uid: true }))
    if (uid > last) uids.push(uid)
  return uids
}

async function takeOne(
  workspace: Workspace,
  client: ImapFlow,
  { uid, name, mailbox }: { uid: number; name: string; mailbox: string },
): Promise<void> {
  try {
    const { size } = (await client.fetchOne(String(uid), { size: true }, { uid: true })) || {}
    if (size === undefined) return // somebody moved it away meanwhile
    if (size > mailMax) throw refuse('mail_too_large', { zh: '邮件超过40 MB', en: 'The mail is over 40 MB' })
    const { source } = (await client.fetchOne(String(uid), { source: true }, { uid: true })) || {}
    if (!source) return
    const mail = await readSource(new Uint8Array(source), now(workspace))
    await takeMail(workspace, mail, mailbox)
    tries.delete(name)
    // Newsletters and the like stay unread, for whoever looks after the mailbox.
    if (!mail.automatic) await client.messageFlagsAdd(String(uid), ['\\Seen'], { uid: true })
  } catch (error) {
    const reason = final(error, client, name)
    if (!reason) throw error
    await noteUnreadable(workspace, name, reason.sentence)
    await client.messageFlagsAdd(String(uid), ['\\Flagged'], { uid: true })
  }
}

/**
 * Whether it is the mail's fault, so that trying again is of no use: a refusal is, and so is what happens
 * every time while all else works.
 */
function final(error: unknown, client: ImapFlow, name: string): Refusal | null {
  if (error instanceof Refusal) return error.details.status === 503 ? null : error
  if (!client.usable || outageOf(error) || away.test(String((error as { code?: unknown }).code))) return null
  const tried = (tries.get(name) ?? 0) + 1
  tries.set(name, tried)
  return tried < triesMax
    ? null
    : refuse('mail_unreadable', { zh: '处理时出错', en: 'it broke what handles it' })
}
