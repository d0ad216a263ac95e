import { act, dateOf, find, type World } from './world.ts'

/**
 * On the first of a month finance reckons the commissions of the last one; the manager settles those of the
 * one before, so that one month always waits.
 */
export async function payCommissions(world: World): Promise<void> {
  const [last, before] = [monthsBack(dateOf(world, world.day), 1), monthsBack(dateOf(world, world.day), 2)]
  if (last < world.plan.from.slice(0, 7)) return
  for (const { id } of await find(world, 'commission_plan', 'starts_on <= date(the_day)', {
    the_day: dateOf(world, world.day),
  }))
    await act(world, world.staff.finance, ['commission_plan', id, 'calculate'], { period: last })
  for (const { id } of await find(world, 'commission_entry', 'period = the_period and state = "draft"', {
    the_period: before,
  }))
    await act(world, world.staff.manager, ['commission_entry', id, 'settle'])
}

/** @example monthsBack('2026-01-01', 1) // '2025-12' */
const monthsBack = (date: string, by: number): string => {
  const [year = 0, month = 0] = date.split('-').map(Number)
  const months = year * 12 + month - 1 - by
  return `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, '0')}`
}
