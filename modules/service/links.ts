import { refuse, type PublicLinkDef, type Work } from '../../model/index.ts'
import { customer } from '../customers/index.ts'
import { equipment, inWarranty, type Equipment } from './equipment.ts'
import { noteScore } from './rateTicket.ts'
import { ticket, type Ticket } from './ticket.ts'

const unknown = () =>
  refuse('link_unknown', { zh: '二维码无效或设备已停用', en: 'This code is not valid' }, { status: 404 })

/**
 * Behind the code on the machine: what it is and whether it is under warranty, nothing else; and a way to
 * call for help (SVC-01).
 */
export const repairLink: PublicLinkDef = {
  name: 'repair',
  collects: true,
  tells: {
    name: 'equipment.name',
    serial: 'equipment.serial',
    customer: 'customer.short_name',
    warranty: null,
    ticket: 'ticket.number',
  },
  async show(work, token) {
    const unit = await unitOf(work, token)
    const buyer = await work.get(customer, unit.customer)
    return {
      name: unit.name,
      serial: unit.serial,
      customer: buyer.short_name ?? buyer.name,
      warranty: inWarranty(unit, work.today()) ? 'in_warranty' : 'expired',
    }
  },
  async submit(work, token, body) {
    const unit = await unitOf(work, token)
    const given = readReport(body)
    const same = await work.first(ticket, {
      where: 'equipment = the_unit and description = said and stage in ("new", "dispatched", "on_site")',
      with: { the_unit: unit.id, said: given.description },
    })
    if (same) return { ticket: same.number }
    const made = await work.create(ticket, {
      equipment: unit.id,
      customer: unit.customer,
      source: 'scan',
      contact: given.contact,
      phone: given.phone,
      description: given.description,
      ...given.agreed,
      owner: null,
    })
    const photos: string[] = []
    for (const photo of given.photos)
      photos.push(
        (await work.attachFile({ ...photo, purpose: 'repair_photo', object: 'ticket', record: made.id })).id,
      )
    if (photos.length > 0) await work.change(ticket, made.id, { photos })
    return { ticket: made.number }
  },
}

/** How it went, once, by the link the customer gets. */
export const surveyLink: PublicLinkDef = {
  name: 'survey',
  tells: { ticket: 'ticket.number', title: 'ticket.title', score: 'ticket.score', thanks: null },
  async show(work, token) {
    const row = await ticketOf(work, token)
    return { ticket: row.number, title: row.title, score: row.score }
  },
  async submit(work, token, body) {
    const row = await work.get(ticket, (await ticketOf(work, token)).id)
    if (row.score)
      throw refuse(
        'already_rated',
        { zh: '您已评价过，谢谢', en: 'You have told us already, thank you' },
        { status: 409 },
      )
    const score = String(body.score ?? '')
    if (!/^[1-5]$/.test(score))
      throw refuse('field_invalid', { zh: '评分应为1至5', en: 'The score is 1 to 5' }, { field: 'score' })
    await noteScore(work, row, score, typeof body.comment === 'string' ? body.comment.slice(0, 2000) : null)
    return { thanks: true }
  },
}

async function unitOf(work: Work, token: string): Promise<Equipment> {
  const unit =
    token.length >= 16
      ? await work.first(equipment, { where: 'token = scanned', with: { scanned: token } })
      : null
  if (!unit || unit.state === 'retired' || unit.state === 'replaced') throw unknown()
  return unit
}

async function ticketOf(work: Work, token: string): Promise<Ticket> {
  const row =
    token.length >= 16
      ? await work.first(ticket, { where: 'survey_token = scanned', with: { scanned: token } })
      : null
  if (!row) throw unknown()
  return row
}

const fields = ['contact', 'phone', 'description', 'photos', 'consent']
const photosMax = 3
const photoBytesMax = 1_200_000

function readReport(body: Readonly<Record<string, unknown>>) {
  const strange = Object.keys(body).find((name) => !fields.includes(name))
  if (strange)
    throw refuse(
      'field_unknown',
      { zh: `没有字段“${strange}”`, en: `There is no field "${strange}"` },
      { field: strange, status: 400 },
    )
  const text = (name: string, zh: string, max: number) => {
    const value = typeof body[name] === 'string' ? (body[name] as string).trim() : ''
    if (!value)
      throw refuse('field_required', { zh: `请填写“${zh}”`, en: `"${name}" is required` }, { field: name })
    if (value.length > max)
      throw refuse(
        'field_invalid',
        { zh: `“${zh}”最多${max}个字`, en: `"${name}" has at most ${max} characters` },
        { field: name },
      )
    return value
  }
  const consent = body.consent as { readonly version: number; readonly at: string } | undefined
  const agreed = consent ? { consent_version: String(consent.version), consent_at: consent.at } : {}
  return {
    contact: text('contact', '联系人', 80),
    phone: text('phone', '联系电话', 40),
    description: text('description', '问题描述', 2000),
    photos: readPhotos(body.photos),
    agreed,
  }
}

/** `[{ name, content }]` with the picture as base64, with or without its data address. */
function readPhotos(given: unknown): { name: string; content: Uint8Array }[] {
  if (given === undefined || given === null) return []
  const wrong = refuse(
    'field_invalid',
    {
      zh: `照片最多${photosMax}张，每张不超过1.2 MB（JPG、PNG、WebP）`,
      en: `At most ${photosMax} photos of 1.2 MB each (JPG, PNG, WebP)`,
    },
    { field: 'photos' },
  )
  if (!Array.isArray(given) || given.length > photosMax) throw wrong
  return given.map((one: { name?: unknown; content?: unknown } | null) => {
    const content =
      typeof one?.content === 'string'
        ? Buffer.from(one.content.replace(/^data:[^,]*,/, ''), 'base64')
        : Buffer.alloc(0)
    const head = content.subarray(0, 12).toString('latin1')
    if (
      content.length === 0 ||
      content.length > photoBytesMax ||
      !(head.startsWith('\u00ff\u00d8\u00ff') || head.startsWith('\u0089PNG') || head.slice(8) === 'WEBP')
    )
      throw wrong
    return {
      name: typeof one?.name === 'string' ? one.name.slice(0, 120) : 'photo.jpg',
      content: new Uint8Array(content),
    }
  })
}
