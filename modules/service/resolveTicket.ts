import { defineAction, json, longText, money, refuse, signature, type Work } from '../../model/index.ts'
import { noteHistory, serviceVisit, sparePart } from './history.ts'
import { firstResponse } from './response.ts'
import { ticket, type Ticket } from './ticket.ts'
import { noteState, notWorking, working } from './ticketState.ts'

/** Over only with the customer's signature; the parts used go into the unit's file. */
export const resolveTicket = defineAction(ticket, 'resolve', {
  label: { zh: '解决', en: 'Resolve' },
  when: working,
  because: notWorking,
  style: 'primary',
  input: {
    solution: longText({ required: true, max: 4000, label: { zh: '解决方案', en: 'Solution' } }),
    signature: signature({ required: true, label: { zh: '客户签名', en: 'Customer signature' } }),
    parts: json({
      label: {
        zh: '更换备件 [{name, item, quantity, old_serial, new_serial}]',
        en: 'Parts used [{name, item, quantity, old_serial, new_serial}]',
      },
    }),
    cost: money({ min: 0, label: { zh: '服务成本', en: 'Cost' } }),
  },
  async run(work, row, { solution, signature: signed, parts, cost }) {
    await useParts(work, row, parts)
    const now = work.now().toISOString()
    const changed = await work.change(ticket, row.id, {
      stage: 'resolved',
      solution,
      customer_signature: signed,
      resolved_at: now,
      survey_token: row.survey_token ?? work.token(),
      ...(cost ? { cost } : {}),
      ...(await firstResponse(work, row)),
    })
    for (const visit of await work.find(serviceVisit, {
      where: 'ticket = the_ticket and left_at = null',
      with: { the_ticket: row.id },
    }))
      await work.change(serviceVisit, visit.id, { left_at: now })
    await noteState(work, row, {
      state: 'in_use',
      ...(row.kind === 'installation' ? { installed_on: work.today() } : {}),
    })
    await noteHistory(work, { ...row, ticket: row.id }, 'resolved', solution)
    await work.closeTasks({ record: row.id, outcome: 'resolved' })
    await work.emit('ticket.resolved', {
      object: 'ticket',
      record: row.id,
      equipment: row.equipment,
      customer: row.customer,
      in_warranty: row.in_warranty,
    })
    return changed
  },
})

async function useParts(work: Work, row: Ticket, parts: unknown): Promise<void> {
  if (parts === null || parts === undefined) return
  const wrong = refuse(
    'parts_wrong',
    {
      zh: '备件应为 [{name 或 item, quantity}]，数量大于零',
      en: 'Parts are [{name or item, quantity}] with a quantity above nought',
    },
    { field: 'parts' },
  )
  if (!Array.isArray(parts) || parts.length > 100) throw wrong
  for (const one of parts as Record<string, unknown>[]) {
    if (!one || typeof one !== 'object') throw wrong
    const quantity = String(one.quantity ?? '1')
    const item = typeof one.item === 'string' ? await work.get('item', one.item) : null
    const name = typeof one.name === 'string' && one.name.trim() ? one.name.trim() : item?.name
    if (!name || !(Number(quantity) > 0)) throw wrong
    const serial = (value: unknown) => (typeof value === 'string' ? value.slice(0, 80) : null)
    const made = await work.create(sparePart, {
      ticket: row.id,
      equipment: row.equipment,
      customer: row.customer,
      item: item?.id ?? null,
      name: String(name).slice(0, 200),
      quantity,
      old_serial: serial(one.old_serial),
      new_serial: serial(one.new_serial),
      in_warranty: row.in_warranty ?? false,
      owner: work.actor.id,
    })
    await noteHistory(work, { ...row, ticket: row.id }, 'part', `更换 ${name} × ${quantity}`)
    await work.emit('spare_part.used', {
      object: 'spare_part',
      record: made.id,
      item: item?.id ?? null,
      quantity,
      ticket: row.id,
    })
  }
}
