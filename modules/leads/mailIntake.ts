import { refuse, type IntakeDef, type Work } from '../../model/index.ts'
import { lead, type Lead } from './lead.ts'
import { leadMail } from './leadMail.ts'
import { normalisePhone } from './normalise.ts'
import { readLetter, type Letter } from './readLetter.ts'

/** A mail as the house or a mail gateway hands it in; `external_id` is its Message-ID. */
interface MailBody {
  readonly external_id: string
  readonly from: string
  readonly from_name: string
  readonly subject: string
  readonly text: string
  readonly at: string
  /** Message-IDs it answers, the nearest first. */
  readonly answers: readonly string[]
  readonly automatic: string | null
  readonly attachments: readonly string[]
  readonly left_out: readonly string[]
  /** Sent to an address of ours that starts a process, and not to the mailbox for leads. */
  readonly for_process: boolean
}

/**
 * What a mail to the sales mailbox means: an answer joins the lead it answers, anything else a person wrote
 * is a new lead, and what a program wrote is nothing. The sender never becomes the owner, not even one of our
 * own people who passes a mail on: routing decides that.
 */
export const mailIntake: IntakeDef = {
  channel: 'mail',
  label: { zh: '邮件', en: 'E-mail' },
  async run(work, body) {
    const mail = readBody(body, work.now())
    if (mail.automatic) return { lead: null, accepted: false, reason: mail.automatic }
    const letter = readLetter(mail.text)
    const ours = await ownPerson(work, mail.from)
    const joined = await answeredLead(work, mail.answers)
    if (!joined && mail.for_process) return { lead: null, accepted: false, reason: 'process' }
    const row = joined ?? (await newLead(work, mail, letter, ours !== null))
    const direction = joined && ours ? 'out' : 'in'
    const kept = await work.create(leadMail, {
      lead: row.id,
      subject: mail.subject,
      direction,
      sender: addressOf(mail.from),
      sender_name: mail.from_name,
      sent_at: mail.at,
      text: joined ? letter.said : mail.text,
      message_id: mail.external_id,
    } as never)
    if (joined) await (direction === 'out' ? noteOurAnswer(work, joined) : tellOwner(work, joined, kept.id))
    if (joined)
      await work.emit(direction === 'out' ? 'lead.mail_sent' : 'lead.mail_received', {
        object: 'lead',
        record: row.id,
        mail: kept.id,
        subject: mail.subject,
      })
    return {
      lead: row.id,
      id: row.id,
      number: row.number,
      joined: joined !== null,
      object: 'lead',
      record: row.id,
    }
  },
}

function readBody(body: Readonly<Record<string, unknown>>, now: Date): MailBody {
  const wrong = (field: string) =>
    refuse(
      'field_invalid',
      { zh: `“${field}”缺失或无法使用`, en: `"${field}" is missing or cannot be used` },
      { field, status: 400 },
    )
  const text = (field: string, max: number, required = false) => {
    const value = body[field] ?? ''
    if (typeof value !== 'string' || (required && value === '')) throw wrong(field)
    return value.slice(0, max)
  }
  const list = (field: string) => {
    const value = body[field] ?? []
    if (!Array.isArray(value) || value.length > 100 || value.some((one) => typeof one !== 'string'))
      throw wrong(field)
    return value as string[]
  }
  const at = text('at', 40)
  if (at && Number.isNaN(Date.parse(at))) throw wrong('at')
  return {
    external_id: text('external_id', 200, true),
    from: text('from', 254, true).toLowerCase(),
    from_name: text('from_name', 80),
    subject: text('subject', 500),
    text: text('text', 20_000),
    at: (at ? new Date(at) : now).toISOString(),
    answers: list('answers'),
    automatic: text('automatic', 20) || null,
    attachments: list('attachments'),
    left_out: list('left_out'),
    for_process: body.for_process === true,
  }
}

/** One of our own, by the address of the person or the login. */
const ownPerson = (work: Work, address: string) =>
  work.first('user', {
    where: 'active = true and (email = the_address or lower case(login) = the_address)',
    with: { the_address: address },
  })

async function answeredLead(work: Work, answers: readonly string[]): Promise<Lead | null> {
  for (const message_id of answers) {
    const known = await work.first(leadMail, { where: 'message_id = the_id', with: { the_id: message_id } })
    // One that was deleted is no lead to join.
    const found =
      known && (await work.first(lead, { where: 'id = the_lead', with: { the_lead: known.lead } }))
    if (found) return work.get(lead, found.id)
  }
  return null
}

async function newLead(work: Work, mail: MailBody, letter: Letter, passedOn: boolean): Promise<Lead> {
  const sender =
    letter.forwarded && passedOn
      ? letter.forwarded
      : passedOn
        ? { name: '', address: '' }
        : { name: mail.from_name, address: mail.from }
  const contact = /@/.test(sender.name) ? '' : sender.name
  const company = letter.company ?? (contact || sender.address || mail.subject || '未署名邮件')
  const leftOut =
    mail.left_out.length > 0 ? `\n\n（附件过大或过多，未收下：${mail.left_out.join('、')}）` : ''
  return work.create(lead, {
    company: company.slice(0, 200),
    contact: contact.slice(0, 80) || null,
    phone: normalisePhone(letter.phone).phone ? letter.phone : null,
    email: addressOf(sender.address),
    message: `${mail.subject}\n\n${mail.text}${leftOut}`.trim(),
    source: 'mail',
    external_id: mail.external_id,
    owner: null,
  } as never)
}

/** Mail allows stranger addresses than our field does. */
const addressOf = (address: string): string | null =>
  /^(?!\.)(?!.*\.\.)[\w'+.-]*[\w+-]@([a-z0-9][a-z0-9-]*\.)+[a-z]{2,}$/.test(address) ? address : null

/** One of us answered with a copy to the mailbox: that is the first contact, as if it had been logged. */
async function noteOurAnswer(work: Work, row: Lead): Promise<void> {
  if (row.first_touch_at || !['new', 'assigned'].includes(row.stage ?? '')) return
  await work.clearDeadline({ name: 'first_response', record: row.id })
  await work.change(lead, row.id, { first_touch_at: work.now().toISOString(), stage: 'contacted' })
}

async function tellOwner(work: Work, row: Lead, mail: string): Promise<void> {
  const people = row.owner ? [row.owner] : await work.people({ answers_for: 'selling' })
  await work.notify(people, {
    title: { zh: `客户回信：${row.company}`, en: `${row.company} has written again` },
    object: 'lead',
    record: row.id,
    key: `lead-mail:${mail}`,
  })
}
