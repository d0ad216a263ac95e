import type { Work } from '../../model/index.ts'
import { equipment, type Equipment } from './equipment.ts'
import { type Ticket } from './ticket.ts'

export const working = 'stage in ("dispatched", "on_site")'

export const notWorking = {
  zh: '工单还没有派工，或已经结束',
  en: 'The ticket is not dispatched yet, or is over',
}

/** What a visit does to the unit; one that was replaced or retired meanwhile stays so. */
export async function noteState(
  work: Work,
  row: Ticket,
  patch: Partial<Pick<Equipment, 'state' | 'installed_on'>>,
): Promise<void> {
  const unit = row.equipment ? await work.get(equipment, row.equipment) : null
  if (unit?.state === 'in_use' || unit?.state === 'under_repair') await work.change(equipment, unit.id, patch)
}
