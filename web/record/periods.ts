export interface Period {
  readonly word: 'list.today' | 'list.this_week' | 'list.this_month' | 'list.this_year'
  readonly from: string
  readonly to: string
}

const day = (date: Date) => date.toISOString().slice(0, 10)

/** The periods people ask for, around a day. Weeks start on Monday. */
export function periodsAround(today: string): readonly Period[] {
  const [year = 0, month = 1, date = 1] = today.split('-').map(Number)
  const at = new Date(Date.UTC(year, month - 1, date))
  const sinceMonday = (at.getUTCDay() + 6) % 7
  const on = (y: number, m: number, d: number) => day(new Date(Date.UTC(y, m, d)))
  return [
    { word: 'list.today', from: today, to: today },
    {
      word: 'list.this_week',
      from: on(year, month - 1, date - sinceMonday),
      to: on(year, month - 1, date - sinceMonday + 6),
    },
    { word: 'list.this_month', from: on(year, month - 1, 1), to: on(year, month, 0) },
    { word: 'list.this_year', from: `${year}-01-01`, to: `${year}-12-31` },
  ]
}
