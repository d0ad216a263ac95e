/**
 * Hours and minutes of an ISO 8601 duration; days are 24 hours, seconds are dropped. @example
 * hoursAndMinutes('P1DT1H30M') // { hours: 25, minutes: 30 }
 */
export function hoursAndMinutes(iso: string): { hours: number; minutes: number } {
  const [, days = 0, hours = 0, minutes = 0] =
    /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:\d+S)?)?$/.exec(iso) ?? []
  return { hours: Number(days) * 24 + Number(hours), minutes: Number(minutes) }
}

/** @example isoDuration(1, 30) // 'PT1H30M' */
export function isoDuration(hours: number, minutes: number): string {
  const total = hours * 60 + minutes
  const [h, m] = [Math.floor(total / 60), total % 60]
  return `PT${h ? `${h}H` : ''}${m || !h ? `${m}M` : ''}`
}
