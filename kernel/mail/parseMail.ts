import { createHash } from 'node:crypto'
import {
  simpleParser,
  type Attachment,
  type EmailAddress,
  type AddressObject,
  type ParsedMail,
} from 'mailparser'
import { automaticKind } from './automatic.ts'
import { cleanLine, cleanText } from './cleanText.ts'
import { htmlText } from './htmlText.ts'
import type { ReceivedMail } from './receivedMail.ts'

/** Longer texts are quotations of quotations. */
const textMax = 20_000
const attachmentsMax = 20
const attachmentMax = 25 * 1024 * 1024
/** Pictures inside the text that are smaller are logos and lines of a signature. */
const ornamentMax = 20 * 1024
const answersMax = 50

/**
 * Understands a mail: any encoding and character set, text in preference to HTML, HTML as the text in it and
 * never as HTML. Runs in a thread of its own, see readSource.ts.
 */
export async function parseMail(source: Uint8Array, now: Date): Promise<ReceivedMail> {
  const mail = await simpleParser(Buffer.from(source.buffer, source.byteOffset, source.byteLength), {
    skipImageLinks: true,
    skipTextToHtml: true,
    skipHtmlToText: true,
  })
  const sender = addressesOf(mail.from)[0]
  const from = (sender?.address ?? '').toLowerCase().slice(0, 254)
  const subject = cleanLine(mail.subject ?? '').slice(0, 500)
  const lines = new Map(
    mail.headerLines.map(({ key, line }) => [
      key,
      line
        .slice(line.indexOf(':') + 1)
        .replace(/\s+/g, ' ')
        .trim(),
    ]),
  )
  const { kept, leftOut } = chooseAttachments(mail.attachments)
  return {
    id: shortId(mail.messageId || `<${createHash('sha256').update(source).digest('hex')}@without-id>`),
    answers: answersOf(mail),
    from,
    from_name: cleanLine(sender?.name ?? '').slice(0, 80),
    to: [...addressesOf(mail.to), ...addressesOf(mail.cc)]
      .map((one) => (one.address ?? '').toLowerCase())
      .filter(Boolean)
      .slice(0, 100),
    subject,
    text: cleanText(mail.text?.trim() ? mail.text : htmlText(mail.html || '')).slice(0, textMax),
    at: (mail.date && mail.date < now ? mail.date : now).toISOString(),
    automatic: automaticKind({ header: (name) => lines.get(name) ?? '', from, subject }),
    attachments: kept.map((one, i) => ({ name: nameOf(one, i), content: Uint8Array.from(one.content) })),
    left_out: leftOut.map(nameOf),
  }
}

const addressesOf = (field: AddressObject | AddressObject[] | undefined): readonly EmailAddress[] =>
  [field ?? []]
    .flat()
    .flatMap((one) => one.value)
    .flatMap((one) => one.group ?? [one])

/** A longer one than an external id may be is told apart by its hash. */
const shortId = (id: string): string =>
  id.length <= 200 ? id : `<${createHash('sha256').update(id).digest('hex')}@shortened>`

function answersOf({ inReplyTo, references }: ParsedMail): string[] {
  const ids = [
    ...(inReplyTo ?? '').matchAll(/<[^<>\s]+>/g),
    ...[references ?? []]
      .flat()
      .reverse()
      .flatMap((one) => [...one.matchAll(/<[^<>\s]+>/g)]),
  ]
  return [...new Set(ids.map(([id]) => shortId(id)))].slice(0, answersMax)
}

function chooseAttachments(all: readonly Attachment[]): {
  kept: readonly Attachment[]
  leftOut: readonly Attachment[]
} {
  const wanted = all.filter((one) => one.size > 0 && !(one.related && one.size < ornamentMax))
  const fits = (one: Attachment) => one.size <= attachmentMax
  const kept = wanted.filter(fits).slice(0, attachmentsMax)
  return { kept, leftOut: wanted.filter((one) => !kept.includes(one)) }
}

const nameOf = (one: Attachment, i: number): string =>
  cleanLine(one.filename ?? '') || `附件${i + 1}${/^message\//.test(one.contentType) ? '.eml' : ''}`
