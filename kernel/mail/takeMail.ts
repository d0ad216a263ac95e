import { rm } from 'node:fs/promises'
import { Refusal } from '../../model/index.ts'
import { takeIn, wasTakenIn } from '../actions/takeIn.ts'
import { receiveContent, type Received } from '../files/receiveFile.ts'
import { storeFile } from '../files/files.ts'
import { refuseInfected } from '../files/refuseInfected.ts'
import { depositFile } from '../files/uploads.ts'
import { mailAddresses, startByMail } from '../process/mail.ts'
import { count } from '../workspace/counts.ts'
import { transact } from '../workspace/transact.ts'
import { systemActor, type Workspace } from '../workspace/workspace.ts'
import type { ReceivedMail } from './receivedMail.ts'

/** Where no module takes mail in, it is still known as received. */
const nobody = { channel: 'mail', run: async () => ({}) }

/**
 * Takes a mail in through the intake `mail`, once by its Message-ID: what a module makes of it, its
 * attachments as files of the record that the module names (`{ object, record }` in its answer), and the
 * processes that start by it are one transaction. A program's mail starts nothing. `mailbox` is the address
 * that everything in the mailbox was meant for, if it has one.
 */
export async function takeMail(
  workspace: Workspace,
  { attachments, left_out, id, ...mail }: ReceivedMail,
  mailbox = '',
): Promise<void> {
  if (await wasTakenIn(workspace, 'mail', id)) return
  const { received, infected } = mail.automatic
    ? { received: [], infected: [] }
    : await depositAll(workspace, attachments)
  await transact(workspace, systemActor('intake.mail'), async (tx) => {
    const processes = mailAddresses(tx)
    const for_process = !mail.to.includes(mailbox) && mail.to.some((address) => processes.includes(address))
    const body = {
      ...mail,
      external_id: id,
      attachments: attachments.map(({ name }) => name).filter((name) => !infected.includes(name)),
      left_out: [...left_out, ...infected],
      for_process,
    }
    const { answer, first } = await takeIn(tx, tx.definitions.intakes.mail ?? nobody, body)
    if (!first) return
    const place = placeOf(answer)
    for (const { name, ...file } of received) await storeFile(tx, file, { name, purpose: 'mail', ...place })
    if (mail.automatic) return
    const { from, from_name, to, subject, text, at } = mail
    await startByMail(tx, {
      id,
      from,
      from_name,
      to,
      subject,
      text,
      at,
      files: received.map((file) => file.id),
    })
  })
}

interface Deposited {
  readonly received: readonly (Received & { readonly name: string })[]
  /** Names of what a scanner found harmful, which is not kept. */
  readonly infected: readonly string[]
}

/** The transaction that follows must not wait for a network, nor for a scanner. */
async function depositAll(
  workspace: Workspace,
  attachments: ReceivedMail['attachments'],
): Promise<Deposited> {
  const received = []
  const infected: string[] = []
  for (const { name, content } of attachments) {
    const file = await receiveContent(workspace, content)
    try {
      if (await isInfected(workspace, file)) {
        infected.push(name)
        continue
      }
      await depositFile(workspace, file)
    } finally {
      await rm(file.temporary, { force: true })
    }
    received.push({ ...file, name })
  }
  return { received, infected }
}

/** A scanner that is away keeps the mail waiting in its mailbox. */
async function isInfected(workspace: Workspace, { temporary }: Received): Promise<boolean> {
  try {
    await refuseInfected(workspace, temporary)
    return false
  } catch (error) {
    if (!(error instanceof Refusal && error.code === 'file_infected')) throw error
    count(workspace, 'file_infected')
    process.stderr.write(
      `${JSON.stringify({ level: 40, security: 'file_infected', from: 'mail', msg: error.sentence.en })}\n`,
    )
    return true
  }
}

function placeOf(answer: unknown): { readonly object?: string; readonly record?: string } {
  const { object, record } = (answer ?? {}) as { object?: unknown; record?: unknown }
  return typeof object === 'string' && typeof record === 'string' ? { object, record } : {}
}
