import { defineAction, geo } from '../../model/index.ts'
import { noteHistory, serviceVisit } from './history.ts'
import { firstResponse } from './response.ts'
import { ticket } from './ticket.ts'
import { noteState, notWorking } from './ticketState.ts'

export const checkIn = defineAction(ticket, 'check_in', {
  label: { zh: '到场签到', en: 'Check in' },
  when: 'stage = "dispatched"',
  because: notWorking,
  style: 'primary',
  input: { place: geo({ label: { zh: '定位', en: 'Place' } }) },
  async run(work, row, { place }) {
    const now = work.now().toISOString()
    await work.create(serviceVisit, {
      ticket: row.id,
      customer: row.customer,
      engineer: work.actor.id,
      arrived_at: now,
      place: place ?? null,
      owner: work.actor.id,
    })
    await noteHistory(work, { ...row, ticket: row.id }, 'visit', `${work.actor.name}到场`)
    await noteState(work, row, { state: 'under_repair' })
    return work.change(ticket, row.id, {
      stage: 'on_site',
      arrived_at: now,
      arrived_place: place ?? null,
      ...(await firstResponse(work, row)),
    })
  },
})
