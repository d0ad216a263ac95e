import { pathToFileURL } from 'node:url'
import { createTransport } from 'nodemailer'
import { sql } from 'kysely'
import type { Label } from '../../model/index.ts'
import { addressNow } from '../workspace/addressNow.ts'
import { table, type Workspace } from '../workspace/workspace.ts'

/** Where notices are sent from; a file that says it is read with each mail. */
export const mailServer = (): string | undefined => {
  const { SMTP_URL: address, SMTP_URL_FILE: file } = process.env
  return file ? pathToFileURL(file).href : address || undefined
}

/**
 * Sends one notice by e-mail. The message id is made from the notice, so that a repeated job is one message
 * to the receiver's server.
 */
export async function mailNotice(workspace: Workspace, notification: string): Promise<void> {
  const place = mailServer()
  if (!place) return
  const address = addressNow(place)
  const { rows } = await sql<{
    id: string
    title: Label
    object: string | null
    record: string | null
    email: string | null
    language: string | null
  }>`
    select n.id, n.title, n.object, n.record, u.email, u.language from ${table(workspace, '_notification')} n
    join ${table(workspace, 'user')} u on u.id = n.person where n.id = ${notification} and u.active`.execute(
    workspace.db,
  )
  const notice = rows[0]
  if (!notice?.email) return
  const subject = notice.language === 'en' ? (notice.title.en ?? notice.title.zh) : notice.title.zh
  const link =
    notice.object && notice.record && workspace.publicUrl
      ? `${workspace.publicUrl}/o/${notice.object}/${notice.record}`
      : ''
  const transport = createTransport(address)
  try {
    await transport.sendMail({
      from: { name: 'Guantong', address: new URL(address).searchParams.get('from') ?? 'guantong@localhost' },
      to: notice.email,
      subject,
      text: `${subject}\n${link}`,
      messageId: `<${notice.id}@guantong>`,
    })
  } finally {
    transport.close()
  }
}
