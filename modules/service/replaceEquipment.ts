import { choice, defineAction, text } from '../../model/index.ts'
import { equipment } from './equipment.ts'
import { noteHistory } from './history.ts'
import { maintenancePlan } from './maintenance.ts'

/**
 * A unit that is exchanged hands its remaining warranty and its maintenance to the new one; both know each
 * other (EXP-50).
 */
export const replaceEquipment = defineAction(equipment, 'replace', {
  label: { zh: '整机更换', en: 'Replace' },
  when: 'state in ("in_use", "under_repair")',
  because: { zh: '该设备已更换或报废', en: 'This unit is replaced or retired' },
  input: {
    serial: text({ required: true, max: 80, label: { zh: '新序列号', en: 'New serial' } }),
    reason: text({ required: true, max: 300, label: { zh: '原因', en: 'Reason' } }),
    kind: choice(
      { warranty: { zh: '保修更换', en: 'Warranty' }, paid: { zh: '有偿更换', en: 'Paid' } },
      { default: 'warranty', label: { zh: '类型', en: 'Kind' } },
    ),
  },
  async run(work, row, { serial, reason }) {
    await work.change(equipment, row.id, { state: 'replaced' })
    const made = await work.create(equipment, {
      name: row.name,
      serial,
      item: row.item,
      spec: row.spec,
      customer: row.customer,
      order: row.order,
      product_line: row.product_line,
      place: row.place,
      shipped_on: work.today(),
      warranty_from: row.warranty_from,
      warranty_to: row.warranty_to,
      token: work.token(),
      replaces: row.id,
      owner: row.owner,
    })
    for (const plan of await work.find(maintenancePlan, {
      where: 'equipment = old_unit and active = true',
      with: { old_unit: row.id },
    }))
      await work.change(maintenancePlan, plan.id, { equipment: made.id })
    await noteHistory(
      work,
      { equipment: row.id, customer: row.customer },
      'replaced',
      `由 ${serial} 更换：${reason}`,
    )
    await noteHistory(
      work,
      { equipment: made.id, customer: row.customer },
      'replaced',
      `更换自 ${row.serial}：${reason}`,
    )
    return { equipment: made.id }
  },
})
