import { sql, type RawBuilder } from 'kysely'
import type { Actor, Definitions, ObjectDef } from '../../model/index.ts'
import { rowCondition, type Place } from '../access/rows.ts'
import { fragment, withColumns } from '../records/fragments.ts'
import { grouped } from '../records/grouped.ts'
import { remembered } from '../records/remembered.ts'
import { table, type Workspace } from '../workspace/workspace.ts'

/** Listeners whose grant on an object reads alike but for values: who they are, where they belong. */
export interface SharedGrant {
  /** The condition over `t`, with the placeholders of `values`. */
  readonly text: string
  /** Each different set of values once, with the listeners whose it is. */
  readonly holders: readonly { readonly values: readonly unknown[]; readonly places: readonly number[] }[]
}

/**
 * The grants of many actors on an object, each different one once: five hundred people of one role are one
 * condition, and one set of values where it does not ask who they are. Whoever may read nothing is in none.
 * @example sharedGrants(definitions, workspace, lead, actors) // [{ text: 'true', holders: [{ values: [], places: [0, 1, 2] }] }]
 */
export function sharedGrants(
  definitions: Definitions,
  workspace: Place,
  object: ObjectDef,
  actors: readonly Actor[],
): readonly SharedGrant[] {
  const held = actors.flatMap((actor, place) => {
    const condition = remembered({ actor, definitions }, `live ${object.name}`, () =>
      rowCondition(definitions, workspace, object, actor, 'read', 't'),
    )
    return condition ? [{ ...condition, place }] : []
  })
  return [...grouped(held, ({ text }) => text)].map(([text, alike]) => ({
    text,
    holders: [...grouped(alike, ({ params }) => JSON.stringify(params)).values()].map((same) => ({
      values: same[0]!.params,
      places: same.map(({ place }) => place),
    })),
  }))
}

/**
 * Which of these records each actor may read, decided in one statement for each condition, not for each
 * actor.
 * @returns for each actor, in their order, the ids; none where nothing may be read
 */
export async function readableBy(
  workspace: Workspace,
  object: ObjectDef,
  actors: readonly Actor[],
  ids: readonly string[],
): Promise<readonly ReadonlySet<string>[]> {
  const found = actors.map(() => new Set<string>())
  await Promise.all(
    sharedGrants(workspace.definitions, workspace, object, actors).map(async ({ text, holders }) => {
      const { rows } = await statement(workspace, object, { text, holders }, ids).execute(workspace.db)
      for (const { n, id } of rows) for (const place of holders[n]!.places) found[place]!.add(id)
    }),
  )
  return found
}

function statement(
  workspace: Workspace,
  object: ObjectDef,
  { text, holders }: SharedGrant,
  ids: readonly string[],
): RawBuilder<{ n: number; id: string }> {
  const from = sql`from ${table(workspace, object.name)} t`
  const wanted = sql`t.id = any(${ids}::uuid[])`
  if (holders.length === 1)
    return sql`select 0 as n, t.id ${from} where ${wanted} and (${fragment({ text, params: holders[0]!.values })})`
  // Every placeholder stands before a cast (compileToSql), so a column of texts can take its place.
  const columns = holders[0]!.values.map((_, i) => holders.map(({ values }) => asText(values[i])))
  const names = columns.map((_, i) => `p${i + 1}`)
  return sql`
    select g.n::int - 1 as n, t.id ${from},
      rows from (${sql.join(columns.map((column) => sql`unnest(${column}::text[])`))}) with ordinality
        as g(${sql.join(names.map((name) => sql.id(name)))}, n)
    where ${wanted} and (${withColumns(text, 'g', names)})`
}

/** As PostgreSQL reads a value or an array of them from text. */
const asText = (value: unknown): string | null => {
  if (value === null || value === undefined) return null
  if (Array.isArray(value)) return `{${value.map(quoted).join(',')}}`
  return value instanceof Date ? value.toISOString() : String(value)
}
const quoted = (one: unknown): string => {
  const text = asText(one)
  return text === null ? 'NULL' : `"${text.replace(/["\\]/g, '\\$&')}"`
}
