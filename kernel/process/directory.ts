import { sql } from 'kysely'
import type { Tx } from '../workspace/transact.ts'
import { table } from '../workspace/workspace.ts'

export interface Person {
  readonly id: string
  readonly login: string
  readonly name: string
  readonly manager: string | null
  readonly department: string | null
  readonly roles: readonly string[] | null
  readonly active: boolean
  /** On leave at this moment. */
  readonly away: boolean
  /** Who acts in the person's place at this moment. */
  readonly deputy: string | null
  readonly language: 'zh' | 'en' | null
}

export interface Directory {
  /** By name, so that a role names people in an order that does not change. */
  readonly people: ReadonlyMap<string, Person>
  readonly departments: ReadonlyMap<string, { readonly parent: string | null; readonly head: string | null }>
}

/**
 * Everybody and the tree of departments as they stand: the engine asks who is who without waiting for the
 * database.
 */
export async function readDirectory(tx: Tx): Promise<Directory> {
  const people = await sql<Person>`
    select u.id, u.login, u.name, u.manager, u.department, u.roles, u.active and u.deleted_at is null as active, u.language,
      coalesce(u.away_until > ${tx.now}, false) as away,
      (select d.deputy from ${table(tx.workspace, '_delegation')} d
        where d.person = u.id and d.revoked_at is null and d.starts_at <= ${tx.now} and d.ends_at > ${tx.now} order by d.created_at desc limit 1) as deputy
    from ${table(tx.workspace, 'user')} u order by u.name, u.id`.execute(tx.db)
  const departments = await sql<{ id: string; parent: string | null; head: string | null }>`
    select id, parent, head from ${table(tx.workspace, 'department')} where deleted_at is null`.execute(tx.db)
  return {
    people: new Map(people.rows.map((row) => [row.id, row])),
    departments: new Map(departments.rows.map((row) => [row.id, row])),
  }
}

/** The person of an id, or of a login: a definition that is shipped cannot know ids. */
export const personOf = ({ people }: Directory, named: string): Person | undefined =>
  people.get(named) ?? [...people.values()].find((person) => person.login === named)

/** Active people with a role, by name. */
export const withRole = ({ people }: Directory, role: string): string[] =>
  [...people.values()]
    .filter((person) => person.active && person.roles?.includes(role))
    .map((person) => person.id)

/** Head of the department `levels` up: 1 is the person's own. Vacant where the post is. */
export function headAbove(
  { people, departments }: Directory,
  person: string,
  levels: number,
): string | undefined {
  let place = people.get(person)?.department
  for (let level = 1; level < levels && place; level++) place = departments.get(place)?.parent
  return (place && departments.get(place)?.head) || undefined
}

/** The manager named on the person, else the nearest head of department above who is somebody else. */
export function managerOf({ people, departments }: Directory, id: string): string | undefined {
  const person = people.get(id)
  if (person?.manager) return person.manager
  const seen = new Set<string>()
  for (let place = person?.department; place && !seen.has(place); place = departments.get(place)?.parent) {
    seen.add(place)
    const head = departments.get(place)?.head
    if (head && head !== id) return head
  }
  return undefined
}

/** The manager `levels` up: 1 is the nearest. */
export function managerAbove(directory: Directory, person: string, levels: number): string | undefined {
  let found: string | undefined = person
  for (let level = 0; level < levels && found; level++) found = managerOf(directory, found)
  return found
}

/**
 * Who acts for a person now: a deputy for a period, for somebody on leave the manager, and so on up.
 * Never the initiator, who would then decide on their own request. Nobody for a leaver; the person when there
 * is nobody else.
 */
export function standIn(directory: Directory, id: string, initiator: string | undefined): string | undefined {
  if (!directory.people.get(id)?.active) return undefined
  return findPresent(directory, id, new Set(initiator && initiator !== id ? [initiator] : [])) ?? id
}

function findPresent(directory: Directory, id: string, passed: Set<string>): string | undefined {
  const person = directory.people.get(id)
  if (!person?.active || passed.has(id)) return undefined
  if (!person.away && !person.deputy) return id
  passed.add(id)
  for (const next of [person.deputy, managerOf(directory, id)]) {
    const found = next ? findPresent(directory, next, passed) : undefined
    if (found) return found
  }
  return undefined
}
