import { refuse, type Label, type Work } from '../../model/index.ts'
import { duplicateMatch, lead, type Lead } from '../leads/index.ts'
import { contact, customer, type Customer } from './customer.ts'

/** What the seller says of customers that look like the lead's; nothing until asked. */
export interface Judgement {
  /** The one it is, where there are several. */
  readonly customer?: string | null
  readonly duplicate?: 'same' | 'different' | null
  readonly reason?: string | null
}

/**
 * The customer and the contact a lead becomes. A customer that is known to be the same, or has the very name,
 * is taken; one that merely looks like it is asked about: refuses `duplicate_open` until the seller says that
 * it is the same, or that it is not and why.
 */
export async function customerFromLead(
  work: Work,
  row: Lead,
  judgement: Judgement,
): Promise<{ customer: string; contact: string }> {
  const owner = row.owner ?? work.actor.id
  const known = (await knownCustomer(work, row)) ?? (await judged(work, row, judgement))
  const buyer =
    known ??
    (
      await work.create(customer, {
        name: row.company,
        status: 'prospect',
        province: row.province,
        city: row.city,
        industry: row.industry,
        phone: row.phone,
        source: row.source,
        product_line: row.product_line,
        owner,
        first_contact_on: work.today(),
      })
    ).id
  const who = row.contact ?? row.company
  const present = await work.first(contact, {
    where: 'customer = buyer and name = who',
    with: { buyer, who },
  })
  const person =
    present ??
    (await work.create(contact, {
      customer: buyer,
      name: who.slice(0, 80),
      phone: row.phone,
      email: row.email,
      owner,
    }))
  return { customer: buyer, contact: person.id }
}

async function knownCustomer(work: Work, row: Lead): Promise<string | undefined> {
  const same = await work.first(duplicateMatch, {
    where: 'lead = the_lead and match_object = "customer" and verdict = "same"',
    with: { the_lead: row.id },
  })
  const named = await work.first(customer, {
    where: 'name = company_name',
    with: { company_name: row.company },
  })
  return row.customer ?? same?.match_record ?? named?.id
}

async function judged(
  work: Work,
  row: Lead,
  { customer: chosen, duplicate, reason }: Judgement,
): Promise<string | undefined> {
  const alike = await likeCustomers(work, row)
  const among = alike.some((one) => one.id === chosen)
  if (chosen && (among || alike.length === 0)) {
    await closeMatches(work, row, chosen)
    return chosen
  }
  if (alike.length === 0) return undefined
  if (duplicate === 'same') {
    if (alike.length > 1)
      throw await duplicateOpen(work, alike, {
        zh: '相似客户不止一个，请选择并入哪一个',
        en: 'More than one looks alike: choose the one it is',
      })
    await closeMatches(work, row, alike[0]!.id)
    return alike[0]!.id
  }
  if (duplicate !== 'different') throw await duplicateOpen(work, alike)
  if (!reason?.trim())
    throw refuse(
      'field_required',
      { zh: '请说明为什么不是同一客户', en: 'Say why it is another customer' },
      { field: 'reason' },
    )
  await closeMatches(work, row, null)
  await work.emit('lead.judged_different', {
    object: 'lead',
    record: row.id,
    reason,
    alike: alike.map(({ id }) => id),
  })
  return chosen ?? undefined
}

/**
 * Customers that an open likeness points at, straight or through a lead that became one, and those whose
 * contact has the same address or telephone; the likeliest first.
 */
async function likeCustomers(work: Work, row: Lead): Promise<readonly Customer[]> {
  const matches = await work.find(duplicateMatch, {
    where: 'lead = the_lead and verdict = "open"',
    with: { the_lead: row.id },
  })
  const ids: string[] = []
  for (const match of [...matches].sort((a, b) => Number(b.score) - Number(a.score))) {
    const through = match.like_lead
      ? (await work.first(lead, { where: 'id = other', with: { other: match.like_lead } }))?.customer
      : null
    ids.push(...[match.like_customer, through].filter((id): id is string => Boolean(id)))
  }
  const reached =
    row.email || row.phone
      ? await work.find(contact, {
          where: '(email != null and email = the_email) or (phone != null and phone = the_phone)',
          with: { the_email: row.email ?? '', the_phone: row.phone ?? '' },
        })
      : []
  ids.push(...reached.map((one) => one.customer))
  const found =
    ids.length > 0 ? await work.find(customer, { where: 'id in wanted', with: { wanted: ids } }) : []
  return [...new Set(ids)].flatMap((id) => found.find((one) => one.id === id) ?? [])
}

const sameOrNot = {
  zh: '请选择“同一客户”并入，或选择“不是同一客户”并说明原因',
  en: 'Say that it is the same, or that it is not and why',
}

/**
 * Whose the customers are is said, for the seller has to speak to them; what they are called only where they
 * are the seller's own.
 */
async function duplicateOpen(work: Work, alike: readonly Customer[], wanted: Required<Label> = sameOrNot) {
  const said = await Promise.all(
    alike.slice(0, 3).map(async ({ name, owner }) => {
      if (owner === null || owner === work.actor.id) return { zh: `“${name}”`, en: `"${name}"` }
      const colleague = await work.get('user', owner)
      return { zh: `${colleague.name}负责的一个客户`, en: `a customer of ${colleague.name}` }
    }),
  )
  return refuse(
    'duplicate_open',
    {
      zh: `这条线索像是已有客户：${said.map(({ zh }) => zh).join('、')}。${wanted.zh}`,
      en: `This lead looks like a customer you have: ${said.map(({ en }) => en).join(', ')}. ${wanted.en}`,
    },
    { status: 409, field: 'duplicate' },
  )
}

/** The likenesses are judged: the one taken is the same, the others are not. */
async function closeMatches(work: Work, row: Lead, taken: string | null): Promise<void> {
  for (const match of await work.find(duplicateMatch, {
    where: 'lead = the_lead and verdict = "open" and match_object = "customer"',
    with: { the_lead: row.id },
  }))
    await work.change(duplicateMatch, match.id, {
      verdict: match.match_record === taken ? 'same' : 'different',
    })
}
