import { spend } from './budget.ts'
import type { Clock } from './builtins/builtin.ts'
import {
  addMonthsAt,
  dateIn,
  midnightOf,
  offsetIn,
  parseDateTime,
  parseTime,
  timeIn,
  writeDateTime,
  type DateTimeValue,
  type DateValue,
  type TimeValue,
} from './temporal.ts'
import { findInstant } from './zone.ts'

/**
 * What the time zone must be asked for costs as much as a hundred small steps, unless it was asked for that
 * quarter of an hour before.
 */
const ZONE_STEPS = 100
/** A zone that is named in a text may be one that nobody asked for yet. */
const NEW_ZONE_STEPS = 2000

export const momentOf = (date: DateValue, clock: Clock): DateTimeValue => midnightOf(date, inZone(clock))
export const dayOf = (moment: DateTimeValue, clock: Clock): DateValue => dateIn(moment, inZone(clock))
export const timeOf = (moment: DateTimeValue, clock: Clock): TimeValue => timeIn(moment, inZone(clock))
export const instantOf = (local: number, clock: Clock): number => findInstant(local, inZone(clock))
export const offsetOf = (moment: DateTimeValue, clock: Clock): number => offsetIn(moment, inZone(clock))
export const shiftMonths = (moment: DateTimeValue, months: number, clock: Clock): DateTimeValue | null =>
  addMonthsAt(moment, months, inZone(clock))

export const readDateTime = (text: string, clock: Clock): DateTimeValue | null => {
  payForZone(text, clock)
  return parseDateTime(text, inZone(clock))
}
export const readTime = (text: string, clock: Clock): TimeValue | null => {
  payForZone(text, clock)
  return parseTime(text)
}
/** As it is read: what has no zone of its own stands at the company's clock. */
export const writeMoment = (moment: DateTimeValue, clock: Clock): string =>
  writeDateTime(moment, inZone(clock))

const payForZone = (text: string, { budget }: Clock): void => {
  if (text.includes('@')) spend(budget, NEW_ZONE_STEPS)
}

const inZone = ({ budget, zone }: Clock): string => {
  spend(budget, ZONE_STEPS)
  return zone
}
