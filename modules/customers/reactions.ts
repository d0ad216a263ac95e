import { defineReaction } from '../../model/index.ts'
import { leadKeys } from '../leads/index.ts'
import { activity } from './activity.ts'
import { customer } from './customer.ts'

/** A customer can be found by likeness from the moment it exists. */
export const indexCustomer = defineReaction('customers.index', {
  on: ['customer.created', 'customer.updated', 'customer.imported'],
  async run(work, event) {
    if (event.name === 'customer.updated' && !event.payload.changes?.name && !event.payload.changes?.phone)
      return
    const row = await work.first(customer, { where: 'id = record_id', with: { record_id: event.record } })
    if (row) await work.noteSimilar(customer, row.id, leadKeys({ phone: row.phone, company: row.name }))
  },
})

/** What comes next is a task of who said it. */
export const planNextAction = defineReaction('customers.plan_next_action', {
  on: ['activity.created'],
  async run(work, event) {
    const row = await work.first(activity, { where: 'id = record_id', with: { record_id: event.record } })
    if (!row?.next_action || !row.owner) return
    const about = row.opportunity
      ? { object: 'opportunity', record: row.opportunity }
      : row.customer
        ? { object: 'customer', record: row.customer }
        : row.lead
          ? { object: 'lead', record: row.lead }
          : { object: 'activity', record: row.id }
    await work.openTask({
      title: row.next_action,
      kind: 'next_action',
      assignee: row.owner,
      ...about,
      due: row.next_at ? new Date(row.next_at) : undefined,
      key: `next:${row.id}`,
    })
  },
})
