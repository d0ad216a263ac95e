import { startOf, type IncomingMail, type MailStart, type Process } from '../../model/index.ts'
import { Refusal } from '../../model/index.ts'
import type { Tx } from '../workspace/transact.ts'
import { systemActor } from '../workspace/workspace.ts'
import { beginRun, noteFailedRun } from './begin.ts'
import { onceFor, recordFor } from './outside.ts'

const mailOf = (process: Process): MailStart | undefined => {
  const on = startOf(process)
  return on && 'mail' in on ? on : undefined
}

/** The addresses to which mail starts a process, in lower case: what is worth fetching for. */
export const mailAddresses = (tx: Pick<Tx, 'definitions'>): readonly string[] => [
  ...new Set(
    Object.values(tx.definitions.processes).flatMap((process) => mailOf(process)?.mail.toLowerCase() ?? []),
  ),
]

/**
 * A mail has come in: starts each process that takes mail to one of its addresses, once for the mail's id, in
 * the caller's transaction, so that the mail can be noted as read with it. Never refuses: a mail that no
 * record is found for is a failed run. `instance` is null where nothing was started.
 * @example const started = await startByMail(tx, { id: '<7@mail>', from: 'li@customer.cn', to:
 * ['service@firm.cn'], subject: 'SB-0042 漏油', text: '…', at: '2026-11-23T01:00:00Z' })
 */
export async function startByMail(
  outer: Tx,
  mail: IncomingMail,
): Promise<readonly { readonly process: string; readonly instance: string | null }[]> {
  const tx = Object.create(outer, { actor: { value: systemActor('mail') } }) as Tx
  const sentTo = new Set(mail.to.map((address) => address.trim().toLowerCase()))
  const started = []
  for (const process of Object.values(tx.definitions.processes)) {
    const start = mailOf(process)
    if (!start || !sentTo.has(start.mail.toLowerCase())) continue
    const values = { event: { ...mail, text: mail.text.slice(0, textMax) } }
    const instance = await onceFor(
      tx,
      { channel: `mail:${process.name}`, id: mail.id.slice(0, 500) },
      async () => {
        try {
          return await beginRun(tx, process, {
            record: await recordFor(tx, process, start.record, values.event),
            values,
          })
        } catch (error) {
          if (!(error instanceof Refusal)) throw error
          await noteFailedRun(tx, process, { record: null, values, refused: error })
          return null
        }
      },
    )
    started.push({ process: process.name, instance })
  }
  return started
}

/** Characters of a mail that a process keeps; a longer one is cut. */
const textMax = 100_000
