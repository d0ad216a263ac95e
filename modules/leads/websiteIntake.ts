import { refuse, type IntakeDef } from '../../model/index.ts'
import { lead, productLines } from './lead.ts'

const taken = [
  'company',
  'contact',
  'phone',
  'email',
  'province',
  'city',
  'industry',
  'budget',
  'message',
  'product_line',
] as const
const ignored = new Set<string>([
  ...taken,
  'external_id',
  'consent',
  'utm_source',
  'utm_medium',
  'utm_campaign',
  'utm_term',
  'utm_content',
  'leave_empty',
])

const intakeFrom = (
  channel: string,
  source: 'website' | 'exhibition' | 'platform',
  label: IntakeDef['label'],
  open?: IntakeDef['open'],
): IntakeDef => ({
  channel,
  label,
  ...(open && { open }),
  async run(work, body) {
    const unknown = Object.keys(body).find((name) => !ignored.has(name))
    if (unknown)
      throw refuse(
        'field_unknown',
        { zh: `没有字段“${unknown}”`, en: `There is no field "${unknown}"` },
        { field: unknown, status: 400 },
      )
    // A field that people never see; programs that fill every field fill it, too.
    if (typeof body.leave_empty === 'string' && body.leave_empty !== '') return { lead: null, accepted: true }
    const draft = Object.fromEntries(
      taken.filter((name) => body[name] !== undefined).map((name) => [name, body[name]]),
    )
    if (draft.company === undefined && draft.contact !== undefined) draft.company = draft.contact
    const consent = body.consent as { readonly version: number; readonly at: string } | undefined
    const agreed = consent ? { consent_version: String(consent.version), consent_at: consent.at } : {}
    const made = await work.create(lead, {
      ...draft,
      ...agreed,
      product_line: productLineOf(body.product_line),
      source,
      external_id: (body.external_id as string | undefined) ?? null,
      owner: null,
    } as never)
    return { lead: made.id, id: made.id, number: made.number }
  },
})

/** The form may say the API name or either label; what we do not make is "other", with the words kept. */
function productLineOf(value: unknown): string | null {
  if (typeof value !== 'string' || value.trim() === '') return null
  const wanted = value.trim().toLowerCase()
  const found = Object.entries(productLines).find(([name, label]) =>
    [name, label.zh, label.en.toLowerCase()].includes(wanted),
  )
  return found?.[0] ?? 'other'
}

export const websiteIntake = intakeFrom(
  'website',
  'website',
  { zh: '官网询盘', en: 'Website inquiry' },
  {
    each_minute: 60,
    all_hour: 3000,
    tells: { lead: 'lead.id', id: 'lead.id', number: 'lead.number', accepted: null },
  },
)
export const exhibitionIntake = intakeFrom('exhibition', 'exhibition', { zh: '展会登记', en: 'Exhibition' })
export const platformIntake = intakeFrom('platform', 'platform', { zh: '第三方平台', en: 'Platform' })
