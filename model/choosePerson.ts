/** Somebody who could be given a piece of work. */
export interface Candidate {
  readonly id: string
  /** The team they are asked in, which stands for what they can do. */
  readonly group: string
  /** Until when they are away, ISO; null for who is here. */
  readonly away_until: string | null
  /** Pieces of such work that they have in hand. */
  readonly load: number
  /** When one was last given to them, ISO; empty for never. */
  readonly last_given_at: string
}

export interface Choice<C extends Candidate = Candidate> {
  readonly person: C
  /** Groups that were passed over because their freest had more than `most`. */
  readonly overflowed: readonly string[]
}

interface Wish {
  /** Who can do it, the best first. */
  readonly groups: readonly string[]
  readonly now: Date
  /** In the first group that has somebody with at most so much in hand; without, whoever the first has. */
  readonly most?: number
  /** Who has the piece already keeps it, unless away. */
  readonly holder?: string | null
}

/**
 * Who is given a piece of work, by skill, absence and load: the freest who is here, of the first group that has
 * anybody with room; among equals who waited longest, then whoever comes first. Where every group is full the
 * freest of all, so that nothing is left lying. Null where nobody is here.
 * @example choosePerson(candidates, { groups: ['销售一组'], most: 10, now: work.now() })?.person.id
 */
export function choosePerson<C extends Candidate>(
  candidates: readonly C[],
  { groups, now, most = Infinity, holder = null }: Wish,
): Choice<C> | null {
  const here = candidates.filter((one) => groups.includes(one.group) && !isAway(one, now))
  const keeps = here.find(({ id }) => id === holder)
  if (keeps) return { person: keeps, overflowed: [] }
  const overflowed: string[] = []
  for (const group of groups) {
    const person = freestOf(here.filter((one) => one.group === group))
    if (person && person.load <= most) return { person, overflowed }
    if (person) overflowed.push(group)
  }
  const person = freestOf(here)
  return person ? { person, overflowed } : null
}

/** @example isAway({ away_until: '2026-12-24T00:00:00Z' }, work.now()) */
export const isAway = ({ away_until }: Pick<Candidate, 'away_until'>, now: Date): boolean =>
  away_until !== null && new Date(away_until) > now

const freestOf = <C extends Candidate>(candidates: readonly C[]): C | undefined =>
  [...candidates].sort((a, b) => a.load - b.load || compare(a.last_given_at, b.last_given_at))[0]

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
