import { workingCalendar, type WorkingCalendar } from './workingCalendar.ts'

const calendars = new Map<string, WorkingCalendar>()

/** The company's working calendar: Chinese holidays and make-up days, 08:30 to 17:30 with a noon break. */
export function companyCalendar(zone: string): WorkingCalendar {
  const known =
    calendars.get(zone) ??
    workingCalendar({ zone, hours: '08:30-12:00,13:00-17:30', holidays: { country: 'CN' } })
  calendars.set(zone, known)
  return known
}
