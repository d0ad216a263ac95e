import { sql } from 'kysely'
import {
  startOf,
  type DateStart,
  type Definitions,
  type Process,
  type ScheduleStart,
} from '../../model/index.ts'
import { companyCalendar } from '../calendar/company.ts'
import { refuseStale, type Tx } from '../workspace/transact.ts'
import { table, type Workspace } from '../workspace/workspace.ts'
import type { Days } from './moments.ts'

/** Names of the deadlines by which the house remembers when a process starts; the key is the process. */
export const scheduleDue = 'process_schedule'
export const dateDue = 'process_date'

/** The record of a deadline that concerns none. */
export const noRecord = '00000000-0000-0000-0000-000000000000'

/** The schedule by which a process starts, if it does. */
export const scheduleOf = (process: Process | undefined): ScheduleStart | undefined => {
  const on = startOf(process)
  return on && 'schedule' in on ? on : undefined
}

/** The date of a record by which a process starts, if it does. */
export const dateOf = (process: Process | undefined): DateStart | undefined => {
  const on = startOf(process)
  return on && 'date_field' in on ? on : undefined
}

/** Objects with a date that starts a process; only their events are worth a job of `process.watch_dates`. */
export function watchedDates({ processes }: Pick<Definitions, 'processes'>): ReadonlySet<string> {
  const known = watched.get(processes)
  if (known) return known
  const found = new Set(
    Object.values(processes)
      .filter((process) => dateOf(process))
      .map(({ object }) => object),
  )
  watched.set(processes, found)
  return found
}
const watched = new WeakMap<Definitions['processes'], ReadonlySet<string>>()

/** The process of a name as it is published now. */
export const processNamed = ({ processes }: Definitions, name: unknown): Process | undefined =>
  typeof name === 'string' && Object.hasOwn(processes, name) ? processes[name] : undefined

/** Everything that a plan depends on: found different, what was planned is planned anew. */
export const planOf = (process: Process, { zone }: Pick<Workspace, 'zone'>) => ({
  object: process.object,
  on: startOf(process),
  zone,
})

/** The company's days, for the moments of schedules and dates. */
export const daysOf = ({ zone }: Pick<Workspace, 'zone'>): Days => ({
  zone,
  isWorkingDay: (date) => companyCalendar(zone).isWorkingDay(date),
})

/**
 * Plans go by the definitions that count: a process that has not heard yet of the last publishing reads them
 * and begins again.
 */
export async function refuseOldDefinitions(tx: Tx): Promise<void> {
  const { rows } = await sql<{
    version: number
  }>`select definitions_version as version from ${table(tx.workspace, '_workspace')}`.execute(tx.db)
  refuseStale(tx, rows[0]!.version)
}
