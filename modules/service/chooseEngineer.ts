export interface Engineer {
  readonly id: string
  readonly group: string
  readonly away: boolean
  readonly open_tickets: number
  /** ISO; empty for never. */
  readonly last_dispatched_at: string
}

/**
 * Of the first group that has anybody: who has the fewest open tickets, among equals who waited longest.
 * Whoever holds the ticket already keeps it.
 */
export function chooseEngineer(engineers: readonly Engineer[], holder: string | null): Engineer | null {
  const present = engineers.filter((one) => !one.away)
  const first = present[0]?.group
  const byLoad = (a: Engineer, b: Engineer) =>
    a.open_tickets - b.open_tickets ||
    compare(a.last_dispatched_at, b.last_dispatched_at) ||
    compare(a.id, b.id)
  return (
    present.find((one) => one.id === holder) ??
    present.filter((one) => one.group === first).sort(byLoad)[0] ??
    null
  )
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
