import { choosePerson, type AnyObject, type Candidate, type Row, type Work } from '../../model/index.ts'

interface Asked {
  /** What they are asked for (`role.answers_for`). */
  readonly answers_for: string
  /** Names of departments, those below them included. */
  readonly groups: readonly string[]
  readonly object: AnyObject
  /** FEEL over the object: what counts as load of its owner. */
  readonly in_hand: string
  /** Its field that says when it was given. */
  readonly given_at: string
}

/**
 * People of the groups who could be given a record, with their load, absence and when they last got one. Each
 * group's department is locked, so that two records at once do not meet the same load.
 */
export async function candidatesFor(work: Work, asked: Asked): Promise<readonly PersonAsked[]> {
  const found: PersonAsked[] = []
  for (const group of [...asked.groups].sort()) {
    const place = await work.first('department', { where: 'name = group_name', with: { group_name: group } })
    if (!place) continue
    await work.get('department', place.id)
    const people = await work.people({ answers_for: asked.answers_for, department: place.id })
    found.push(...(await describe(work, asked, { people, group })))
  }
  return found
}

/** Everybody who is asked for it, as one group, whatever department they belong to. */
export const everyCandidate = async (work: Work, asked: Omit<Asked, 'groups'>, group: string) =>
  describe(work, asked, { people: await work.people({ answers_for: asked.answers_for }), group })

/** A candidate, and whether they take leads by themselves. */
export type PersonAsked = Candidate & { readonly takes_leads: boolean }

async function describe(
  work: Work,
  { object, in_hand, given_at }: Omit<Asked, 'groups'>,
  { people, group }: { readonly people: readonly string[]; readonly group: string },
): Promise<readonly PersonAsked[]> {
  const rows = await work.find('user', { where: 'id in the_people', with: { the_people: people } })
  const described: PersonAsked[] = []
  for (const { id, takes_leads, away_until } of [...rows].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const last: Row<AnyObject> | null = await work.first(object, {
      where: `owner = person and ${given_at} != null`,
      with: { person: id },
      sort: '-created_at',
    })
    described.push({
      id,
      group,
      away_until: away_until ?? null,
      takes_leads: takes_leads !== false,
      load: await work.count(object, `owner = person and (${in_hand})`, { person: id }),
      last_given_at: last?.[given_at] ?? '',
    })
  }
  return described
}

/**
 * The one person who answers for something: the first by name who is here; where all are away, the first, for
 * it must be somebody's. Null where the company has nobody for it.
 */
export async function whoAnswers(work: Work, what: string): Promise<string | null> {
  const people = await work.people({ answers_for: what })
  const rows = await work.find('user', { where: 'id in the_people', with: { the_people: people } })
  const away = new Map(rows.map(({ id, away_until }) => [id, away_until as string | null]))
  const candidates = people.map((id) => ({
    id,
    group: what,
    away_until: away.get(id) ?? null,
    load: 0,
    last_given_at: '',
  }))
  return choosePerson(candidates, { groups: [what], now: work.now() })?.person.id ?? people[0] ?? null
}

/** Who answers for a hand-off (COL-08), or for the house where nobody does. */
export const accountable = async (work: Work, what: string): Promise<string | null> =>
  (await whoAnswers(work, what)) ?? whoAnswers(work, 'house')
