import {
  addDays,
  bool,
  date,
  defineObject,
  defineReaction,
  longText,
  number,
  reference,
  text,
} from '../../model/index.ts'
import { equipment } from './equipment.ts'
import { ticket } from './ticket.ts'

/** A visit that comes again and again, for one unit. */
export const maintenancePlan = defineObject('maintenance_plan', {
  label: { zh: '保养计划', en: 'Maintenance plan' },
  title: 'name',
  fields: {
    equipment: reference('equipment', {
      required: true,
      inverse: 'maintenance_plans',
      label: { zh: '设备', en: 'Equipment' },
    }),
    name: text({ required: true, max: 200, label: { zh: '保养内容', en: 'What' } }),
    interval_days: number({
      required: true,
      scale: 0,
      min: 1,
      default: '180',
      label: { zh: '间隔（天）', en: 'Every (days)' },
    }),
    next_on: date({ required: true, index: true, label: { zh: '下次日期', en: 'Next' } }),
    last_on: date({ readonly: true, label: { zh: '上次日期', en: 'Last' } }),
    active: bool({ default: true, label: { zh: '启用', en: 'Active' } }),
    note: longText({ max: 2000, label: { zh: '说明', en: 'Note' } }),
  },
  list: {
    columns: ['name', 'equipment', 'interval_days', 'next_on', 'last_on', 'active'],
    sort: '-created_at',
    filters: ['active'],
  },
  form: [['equipment', 'name'], ['interval_days', 'next_on', 'active'], ['note']],
  access: {
    service_engineer: { create: true, read: true, update: true },
    manager: { create: true, read: true, update: true, export: true },
    admin: { read: true },
  },
})

export const watchPlan = defineReaction('service.watch_maintenance', {
  on: ['maintenance_plan.created', 'maintenance_plan.updated'],
  async run(work, event) {
    const row = await work.get(maintenancePlan, event.record!)
    if (row.active)
      await work.setDeadline({
        name: 'maintenance_due',
        object: maintenancePlan,
        record: row.id,
        at: work.momentOf(row.next_on, '08:00'),
        payload: { next_on: row.next_on },
      })
    else await work.clearDeadline({ name: 'maintenance_due', record: row.id })
  },
})

/**
 * The day has come: a ticket, dispatched like any other, and the date moves on to the next that lies ahead.
 */
export const openMaintenance = defineReaction('service.open_maintenance', {
  on: ['deadline.maintenance_due'],
  async run(work, event) {
    const row = await work.get(maintenancePlan, event.record!)
    if (!row.active || row.next_on !== event.payload.next_on) return
    const unit = await work.get(equipment, row.equipment)
    if (unit.state === 'in_use' || unit.state === 'under_repair')
      await work.create(ticket, {
        equipment: unit.id,
        customer: unit.customer,
        kind: 'maintenance',
        source: 'plan',
        title: `${unit.name}：${row.name}`.slice(0, 200),
        description: row.note ?? row.name,
        owner: null,
      })
    let next = row.next_on
    while (next <= work.today()) next = addDays(next, Number(row.interval_days))
    await work.change(maintenancePlan, row.id, { last_on: row.next_on, next_on: next })
  },
})
