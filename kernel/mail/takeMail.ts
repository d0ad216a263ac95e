import { rm } from 'node:fs/promises'
import { takeIn, wasTakenIn } from '../actions/takeIn.ts'
import { receiveContent, storeFile, type Received } from '../files/files.ts'
import { depositFile } from '../files/uploads.ts'
import { mailAddresses, startByMail } from '../process/mail.ts'
import { transact } from '../workspace/transact.ts'
import { systemActor, type Workspace } from '../workspace/workspace.ts'
import type { ReceivedMail } from './receivedMail.ts'

/** Where no module takes mail in, it is still known as received. */
const nobody = { channel: 'mail', run: async () => ({}) }

/**
 * Takes a mail in through the intake `mail`, once by its Message-ID: what a module makes of it, its attachments as files of the record that the
 * module names (`{ object, record }` in its answer), and the processes that start by it are one transaction. A program's mail starts nothing.
 * `mailbox` is the address that everything in the mailbox was meant for, if it has one.
 */
export async function takeMail(workspace: Workspace, { attachments, left_out, id, ...mail }: ReceivedMail, mailbox = ''): Promise<void> {
  if (await wasTakenIn(workspace, 'mail', id)) return
  const received = mail.automatic ? [] : await depositAll(workspace, attachments)
  await transact(workspace, systemActor('intake.mail'), async (tx) => {
    const processes = mailAddresses(tx)
    const for_process = !mail.to.includes(mailbox) && mail.to.some((address) => processes.includes(address))
    const body = { ...mail, external_id: id, attachments: attachments.map(({ name }) => name), left_out, for_process }
    const { answer, first } = await takeIn(tx, tx.definitions.intakes.mail ?? nobody, body)
    if (!first) return
    const place = placeOf(answer)
    for (const { name, ...file } of received) await storeFile(tx, file, { name, purpose: 'mail', ...place })
    if (mail.automatic) return
    const { from, from_name, to, subject, text, at } = mail
    await startByMail(tx, { id, from, from_name, to, subject, text, at, files: received.map((file) => file.id) })
  })
}

/** The transaction that follows must not wait for a network. */
async function depositAll(workspace: Workspace, attachments: ReceivedMail['attachments']): Promise<readonly (Received & { readonly name: string })[]> {
  const received = []
  for (const { name, content } of attachments) {
    const file = await receiveContent(workspace, content)
    try {
      await depositFile(workspace, file)
    } finally {
      await rm(file.temporary, { force: true })
    }
    received.push({ ...file, name })
  }
  return received
}

function placeOf(answer: unknown): { readonly object?: string; readonly record?: string } {
  const { object, record } = (answer ?? {}) as { object?: unknown; record?: unknown }
  return typeof object === 'string' && typeof record === 'string' ? { object, record } : {}
}
