/** A seller who may take a lead. */
export interface Candidate {
  readonly id: string
  readonly group: string
  readonly open_leads: number
  /** When a lead was last given to them, ISO; empty for never. */
  readonly last_assigned_at: string
}

export interface Choice {
  readonly seller: string
  readonly group: string
  /** Groups that were passed over because their freest seller had more than the limit. */
  readonly overflowed: readonly string[]
}

/**
 * The freest seller of the first group that has one with at most `openLeadsMax` open leads; among equals who
 * waited longest. When every group is full the freest of all takes it, so that no lead is left lying.
 */
export function chooseSeller(
  groups: readonly string[],
  candidates: readonly Candidate[],
  openLeadsMax: number,
): Choice | null {
  const overflowed: string[] = []
  for (const group of groups) {
    const freest = freestOf(candidates.filter((one) => one.group === group))
    if (freest && freest.open_leads <= openLeadsMax) return { seller: freest.id, group, overflowed }
    if (freest) overflowed.push(group)
  }
  const last = freestOf(candidates.filter((one) => groups.includes(one.group)))
  return last ? { seller: last.id, group: last.group, overflowed } : null
}

const freestOf = (candidates: readonly Candidate[]): Candidate | undefined =>
  [...candidates].sort(
    (a, b) =>
      a.open_leads - b.open_leads || compare(a.last_assigned_at, b.last_assigned_at) || compare(a.id, b.id),
  )[0]

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
