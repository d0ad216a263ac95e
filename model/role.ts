import type { Label } from './refuse.ts'

export interface RoleDef {
  readonly name: string
  readonly label: Label
  /** Whoever has the role signs in with a second factor; see docs/security.md. */
  readonly second_factor?: boolean
  /** Whoever has the role may put views of lists before other roles. */
  readonly shares_views?: boolean
  /**
   * What people of the role are asked for by the business (`receivables`, `planning`), so that a company which
   * divides its work otherwise says so here and nowhere else.
   */
  readonly answers_for?: readonly string[]
}

/** Whoever has it administers the house: nothing is hidden from them but what the law hides. */
export const administratorRole = 'admin'
/** Has no people of its own: what it may, whoever is signed in may. */
export const everyoneRole = 'everyone'

/**
 * The roles whose people are asked for something.
 * @example rolesAnsweringFor(definitions.roles, 'receivables') // ['finance']
 */
export const rolesAnsweringFor = (
  roles: Readonly<Record<string, RoleDef>>,
  what: string,
): readonly string[] =>
  Object.values(roles)
    .filter(({ answers_for }) => answers_for?.includes(what))
    .map(({ name }) => name)
