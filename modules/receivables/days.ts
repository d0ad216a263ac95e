/** Days without a zone, `YYYY-MM-DD`, reckoned in the calendar alone. */
export const addDays = (day: string, days: number): string => new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10)

/** Days from one day to a later one; negative when it is earlier. */
export const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)

/** The same day so many months on; the last day of the month where it has no such day. */
export function addMonths(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0))
  return new Date(Date.UTC(last.getUTCFullYear(), last.getUTCMonth(), Math.min(date, last.getUTCDate()))).toISOString().slice(0, 10)
}

/** A moment of a day by the clock of Shanghai, the default zone of a company; whoever acts on it looks at the company's own day again. */
export const momentOf = (day: string, time = '00:00'): Date => new Date(`${day}T${time}:00+08:00`)
