import { choice, defineAction, geo, json, longText, money, number, refuse, signature, text, type Work } from '../../model/index.ts'
import { customer } from '../customers/index.ts'
import { opportunity } from '../pipeline/index.ts'
import { equipment, type Equipment } from './equipment.ts'
import { noteHistory, serviceVisit, sparePart, survey } from './history.ts'
import { maintenancePlan } from './maintenance.ts'
import { firstResponse } from './response.ts'
import { ticket, type Ticket } from './ticket.ts'

const working = 'stage in ("dispatched", "on_site")'
const notWorking = { zh: '工单还没有派工，或已经结束', en: 'The ticket is not dispatched yet, or is over' }

export const respondTicket = defineAction(ticket, 'respond', {
  label: { zh: '已联系客户', en: 'Customer called' }, when: `first_response_at = null and ${working}`, because: { zh: '已响应过，或尚未派工', en: 'Answered already, or not dispatched' },
  input: { note: longText({ max: 1000, label: { zh: '说明', en: 'Note' } }) },
  async run(work, row, { note }) {
    const changed = await work.change(ticket, row.id, await firstResponse(work, row))
    await work.emit('ticket.responded', { object: 'ticket', record: row.id, note })
    return changed
  },
})

export const checkIn = defineAction(ticket, 'check_in', {
  label: { zh: '到场签到', en: 'Check in' }, when: 'stage = "dispatched"', because: notWorking, style: 'primary',
  input: { place: geo({ label: { zh: '定位', en: 'Place' } }) },
  async run(work, row, { place }) {
    const now = work.now().toISOString()
    await work.create(serviceVisit, { ticket: row.id, customer: row.customer, engineer: work.actor.id, arrived_at: now, place: place ?? null, owner: work.actor.id })
    await noteHistory(work, { ...row, ticket: row.id }, 'visit', `${work.actor.name}到场`)
    await noteState(work, row, { state: 'under_repair' })
    return work.change(ticket, row.id, { stage: 'on_site', arrived_at: now, arrived_place: place ?? null, ...(await firstResponse(work, row)) })
  },
})

/** Over only with the customer's signature; the parts used go into the unit's file. */
export const resolveTicket = defineAction(ticket, 'resolve', {
  label: { zh: '解决', en: 'Resolve' }, when: working, because: notWorking, style: 'primary',
  input: {
    solution: longText({ required: true, max: 4000, label: { zh: '解决方案', en: 'Solution' } }),
    signature: signature({ required: true, label: { zh: '客户签名', en: 'Customer signature' } }),
    parts: json({ label: { zh: '更换备件 [{name, item, quantity, old_serial, new_serial}]', en: 'Parts used [{name, item, quantity, old_serial, new_serial}]' } }),
    cost: money({ min: 0, label: { zh: '服务成本', en: 'Cost' } }),
  },
  async run(work, row, { solution, signature: signed, parts, cost }) {
    await useParts(work, row, parts)
    const now = work.now().toISOString()
    const changed = await work.change(ticket, row.id, {
      stage: 'resolved', solution, customer_signature: signed, resolved_at: now, survey_token: row.survey_token ?? work.token(), ...(cost ? { cost } : {}), ...(await firstResponse(work, row)),
    })
    for (const visit of await work.find(serviceVisit, { where: 'ticket = the_ticket and left_at = null', with: { the_ticket: row.id } })) await work.change(serviceVisit, visit.id, { left_at: now })
    await noteState(work, row, { state: 'in_use', ...(row.kind === 'installation' ? { installed_on: work.today() } : {}) })
    await noteHistory(work, { ...row, ticket: row.id }, 'resolved', solution)
    await work.closeTasks({ record: row.id, outcome: 'resolved' })
    await work.emit('ticket.resolved', { object: 'ticket', record: row.id, equipment: row.equipment, customer: row.customer, in_warranty: row.in_warranty })
    return changed
  },
})

/** What a visit does to the unit; one that was replaced or retired meanwhile stays so. */
async function noteState(work: Work, row: Ticket, patch: Partial<Pick<Equipment, 'state' | 'installed_on'>>): Promise<void> {
  const unit = row.equipment ? await work.get(equipment, row.equipment) : null
  if (unit?.state === 'in_use' || unit?.state === 'under_repair') await work.change(equipment, unit.id, patch)
}

async function useParts(work: Work, row: Ticket, parts: unknown): Promise<void> {
  if (parts === null || parts === undefined) return
  const wrong = refuse('parts_wrong', { zh: '备件应为 [{name 或 item, quantity}]，数量大于零', en: 'Parts are [{name or item, quantity}] with a quantity above nought' }, { field: 'parts' })
  if (!Array.isArray(parts) || parts.length > 100) throw wrong
  for (const one of parts as Record<string, unknown>[]) {
    if (!one || typeof one !== 'object') throw wrong
    const quantity = String(one.quantity ?? '1')
    const item = typeof one.item === 'string' ? await work.get('item', one.item) : null
    const name = typeof one.name === 'string' && one.name.trim() ? one.name.trim() : item?.name
    if (!name || !(Number(quantity) > 0)) throw wrong
    const serial = (value: unknown) => (typeof value === 'string' ? value.slice(0, 80) : null)
    const made = await work.create(sparePart, { ticket: row.id, equipment: row.equipment, customer: row.customer, item: item?.id ?? null, name: String(name).slice(0, 200), quantity, old_serial: serial(one.old_serial), new_serial: serial(one.new_serial), in_warranty: row.in_warranty ?? false, owner: work.actor.id })
    await noteHistory(work, { ...row, ticket: row.id }, 'part', `更换 ${name} × ${quantity}`)
    await work.emit('spare_part.used', { object: 'spare_part', record: made.id, item: item?.id ?? null, quantity, ticket: row.id })
  }
}

export const closeTicket = defineAction(ticket, 'close', {
  label: { zh: '关闭', en: 'Close' }, when: 'stage in ("new", "resolved")', because: { zh: '工单解决后才能关闭', en: 'A ticket closes once it is resolved' },
  input: { reason: text({ max: 300, label: { zh: '说明', en: 'Note' } }) },
  async run(work, row, { reason }) {
    await work.clearDeadline({ name: 'ticket_response', record: row.id })
    await work.closeTasks({ record: row.id })
    await work.emit('ticket.closed', { object: 'ticket', record: row.id, reason })
    return work.change(ticket, row.id, { stage: 'closed' })
  },
})

/** What the engineer has seen is the seller's next deal: theirs who has the customer (SVC-02). */
export const raiseOpportunity = defineAction(ticket, 'raise_opportunity', {
  label: { zh: '提报商机', en: 'Raise an opportunity' }, when: 'opportunity = null', because: { zh: '该工单已提报过商机', en: 'An opportunity has been raised from this ticket already' },
  input: { title: text({ required: true, max: 200, label: { zh: '商机名称', en: 'Title' } }), note: longText({ max: 2000, label: { zh: '说明', en: 'Note' } }), amount: money({ min: 0, label: { zh: '预计金额', en: 'Amount' } }) },
  async run(work, row, { title, note, amount }) {
    const buyer = await work.get(customer, row.customer)
    const owner = buyer.owner ?? (await work.people({ role: 'sales_director' }))[0] ?? null
    const deal = await work.create(opportunity, { name: title, customer: buyer.id, owner, source: 'service', raised_by_ticket: row.id, amount: amount ?? null, application_scenario: note ?? null, product_line: buyer.product_line })
    await work.change(ticket, row.id, { opportunity: deal.id })
    if (owner) await work.notify([owner], { title: { zh: `售后提报商机：${buyer.name} ${title}`, en: `Service has seen an opportunity: ${buyer.name}, ${title}` }, object: 'opportunity', record: deal.id, key: `service-deal:${row.id}` })
    await work.emit('ticket.opportunity_raised', { object: 'ticket', record: row.id, opportunity: deal.id, owner, customer: buyer.id })
    return { opportunity: deal.id, number: deal.number, owner }
  },
})

/** A return visit by phone. */
export const rateTicket = defineAction(ticket, 'rate', {
  label: { zh: '登记满意度', en: 'Note satisfaction' }, when: 'score = null and stage in ("resolved", "closed")', because: { zh: '工单未解决，或已评价', en: 'Not resolved yet, or rated already' },
  input: { score: number({ required: true, scale: 0, min: 1, max: 5, label: { zh: '评分（1-5）', en: 'Score (1-5)' } }), comment: longText({ max: 2000, label: { zh: '意见', en: 'Comment' } }) },
  run: async (work, row, { score, comment }) => noteScore(work, row, score, comment ?? null),
})

export async function noteScore(work: Work, row: Ticket, score: string, comment: string | null): Promise<{ survey: string }> {
  const made = await work.create(survey, { ticket: row.id, customer: row.customer, score, comment, given_on: work.today(), owner: row.owner })
  await work.change(ticket, row.id, { score })
  await noteHistory(work, { ...row, ticket: row.id }, 'survey', `评分 ${score}${comment ? `：${comment}` : ''}`)
  return { survey: made.id }
}

/** A unit that is exchanged hands its remaining warranty and its maintenance to the new one; both know each other (EXP-50). */
export const replaceEquipment = defineAction(equipment, 'replace', {
  label: { zh: '整机更换', en: 'Replace' }, when: 'state in ("in_use", "under_repair")', because: { zh: '该设备已更换或报废', en: 'This unit is replaced or retired' },
  input: { serial: text({ required: true, max: 80, label: { zh: '新序列号', en: 'New serial' } }), reason: text({ required: true, max: 300, label: { zh: '原因', en: 'Reason' } }), kind: choice({ warranty: { zh: '保修更换', en: 'Warranty' }, paid: { zh: '有偿更换', en: 'Paid' } }, { default: 'warranty', label: { zh: '类型', en: 'Kind' } }) },
  async run(work, row, { serial, reason }) {
    await work.change(equipment, row.id, { state: 'replaced' })
    const made = await work.create(equipment, {
      name: row.name, serial, item: row.item, spec: row.spec, customer: row.customer, order: row.order, product_line: row.product_line, place: row.place,
      shipped_on: work.today(), warranty_from: row.warranty_from, warranty_to: row.warranty_to, token: work.token(), replaces: row.id, owner: row.owner,
    })
    for (const plan of await work.find(maintenancePlan, { where: 'equipment = old_unit and active = true', with: { old_unit: row.id } })) await work.change(maintenancePlan, plan.id, { equipment: made.id })
    await noteHistory(work, { equipment: row.id, customer: row.customer }, 'replaced', `由 ${serial} 更换：${reason}`)
    await noteHistory(work, { equipment: made.id, customer: row.customer }, 'replaced', `更换自 ${row.serial}：${reason}`)
    return { equipment: made.id }
  },
})
