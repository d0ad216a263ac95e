import { defineReaction, type Work } from '../../model/index.ts'
import { leadKeys } from './companyKeys.ts'
import { duplicateMatch } from './duplicateMatch.ts'
import { responseMinutes } from './firstResponse.ts'
import { lead, type Lead } from './lead.ts'
import { normaliseCompany, normalisePhone, normaliseRegion } from './normalise.ts'
import { routeLead } from './routeLead.ts'
import { duplicateScore, type Similarity } from './similarity.ts'
import { duplicateLikeness } from './terms.ts'

/**
 * Every new lead, from whatever channel: normalise, look for duplicates, start the clock, route. Each step is
 * a line in the timeline.
 */
export const receiveLead = defineReaction('leads.receive', {
  on: ['lead.created'],
  async run(work, event) {
    const row = await work.get(lead, event.record!)
    const assigned =
      row.owner && row.stage === 'new'
        ? ({ stage: 'assigned', assigned_at: work.now().toISOString() } as const)
        : {}
    const clean = await work.change(lead, row.id, {
      ...normalLead(row),
      ...(await startClock(work, row)),
      ...assigned,
    })
    await findDuplicates(work, clean)
    if (!clean.owner) await routeLead(work, clean)
  },
})

/** A lead brought in from a sheet keeps its owner and stage; it is only made comparable and compared. */
export const receiveImported = defineReaction('leads.receive_imported', {
  on: ['lead.imported'],
  async run(work, event) {
    const row = await work.get(lead, event.record!)
    await findDuplicates(work, await work.change(lead, row.id, normalLead(row)))
  },
})

/** Region as the country names it, and the keys by which leads are compared. */
function normalLead(row: Lead) {
  const place = normaliseRegion(row.province, row.city)
  return {
    phone_key: normalisePhone(row.phone).phone,
    company_key: normaliseCompany(row.company).key.slice(0, 200),
    ...(place ? { province: place.province, city: place.city, sales_region: place.sales_region } : {}),
  }
}

/** How many likenesses are kept for somebody to judge. */
const matchesMax = 5

async function findDuplicates(work: Work, row: Lead): Promise<void> {
  const keys = leadKeys(row)
  const self = { phone: row.phone, company: row.company }
  const found: { object: string; id: string; score: Similarity }[] = []
  for (const other of await work.similar('lead', keys))
    if (other.id !== row.id)
      found.push({
        object: 'lead',
        id: other.id,
        score: duplicateScore(self, { phone: other.phone, company: other.company }),
      })
  for (const other of await work.similar('customer', keys))
    found.push({
      object: 'customer',
      id: other.id,
      score: duplicateScore(self, { phone: other.phone, company: other.name }),
    })
  const least = work.term(duplicateLikeness).number
  const matches = found
    .filter((one) => one.score.score >= least)
    .sort((a, b) => b.score.score - a.score.score)
    .slice(0, matchesMax)
  await work.noteSimilar(lead, row.id, keys)
  for (const one of matches)
    await work.create(duplicateMatch, {
      lead: row.id,
      title: one.object === 'lead' ? '疑似重复的线索' : '疑似重复的客户',
      match_object: one.object,
      match_record: one.id,
      [one.object === 'lead' ? 'like_lead' : 'like_customer']: one.id,
      score: String(one.score.score),
      reasons: one.score.reasons,
    })
  if (matches.length > 0) await work.change(lead, row.id, { possible_duplicate: true })
  await work.emit('lead.checked', {
    object: 'lead',
    record: row.id,
    candidates: found.length,
    matches: matches.map(({ object, score }) => ({ object, score: score.score })),
  })
}

/** Starts the time for the first response; nothing for a lead that somebody has spoken to. */
async function startClock(work: Work, row: Lead): Promise<{ first_response_due_at?: string }> {
  if (row.first_touch_at) return {}
  const minutes = await responseMinutes(work, row)
  const at = new Date(Date.parse(row.created_at) + minutes * 60_000)
  await work.setDeadline({ name: 'first_response', object: lead, record: row.id, at })
  return { first_response_due_at: at.toISOString() }
}

/** Nobody has spoken to the lead in time: it is marked, and its owner and the sales director are told. */
export const responseLate = defineReaction('leads.response_late', {
  on: ['deadline.first_response'],
  async run(work, event) {
    const row = await work.get(lead, event.record!)
    if (row.first_touch_at || ['converted', 'disqualified'].includes(row.stage ?? '')) return
    await work.change(lead, row.id, { response_breached: true })
    const people = [...(row.owner ? [row.owner] : []), ...(await work.people({ answers_for: 'selling' }))]
    await work.notify(people, {
      title: { zh: `线索超时未响应：${row.company}`, en: `Nobody has called ${row.company} in time` },
      object: 'lead',
      record: row.id,
      key: `lead-late:${row.id}`,
    })
  },
})
