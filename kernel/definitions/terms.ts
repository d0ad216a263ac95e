import { sql } from 'kysely'
import { refuse, termUnits, type Actor, type TermDef } from '../../model/index.ts'
import { isAdministrator, mayChangeTerm } from '../access/grants.ts'
import { transact, type Tx } from '../workspace/transact.ts'
import { table, type Workspace } from '../workspace/workspace.ts'
import { publishDraft, saveDraft } from './publish.ts'

interface Changed {
  readonly at: string
  readonly by: string | null
}

/**
 * Every term as it stands, what it was shipped as, who may change it and who last did: the rule centre draws
 * it.
 */
export async function listTerms(tx: Tx) {
  const shipped = new Map(
    tx.workspace.modules.flatMap(({ terms }) => terms ?? []).map((term) => [term.name, term]),
  )
  const changed = await lastChanges(tx)
  return Object.values(tx.definitions.terms)
    .filter(({ name }) => shipped.has(name))
    .map((term) => ({
      ...term,
      unit_label: termUnits[term.unit].label,
      shipped: shipped.get(term.name)!.value,
      may_change: mayChangeTerm(tx.actor, term),
      changed: changed.get(term.name) ?? null,
    }))
}

async function lastChanges(tx: Tx): Promise<ReadonlyMap<string, Changed>> {
  const { rows } = await sql<{ name: string; at: Date; by: string | null }>`
    select d.name, d.created_at as at, u.name as by from ${table(tx.workspace, '_definition')} d
    left join ${table(tx.workspace, 'user')} u on u.id = d.created_by where d.kind = 'term' and d.status = 'published'`.execute(
    tx.db,
  )
  return new Map(rows.map(({ name, at, by }) => [name, { at: at.toISOString(), by }]))
}

/** What of a term is to be changed; a value of null is the shipped one again. */
export interface TermChange {
  readonly value?: string | null
  /** Only an administrator says who may. */
  readonly edited_by?: readonly string[]
}

/**
 * Changes what a term is worth, at once and for the whole house.
 * Refuses `term_unknown`, `not_allowed`, and `definition_wrong` for a value the term cannot have; then
 * nothing has changed.
 */
export async function changeTerm(
  workspace: Workspace,
  actor: Actor,
  name: string,
  change: TermChange,
): Promise<void> {
  const term = termOf(workspace, name)
  if (!mayChangeTerm(actor, term) || (change.edited_by && !isAdministrator(actor)))
    throw refuse(
      'not_allowed',
      { zh: `您无权修改“${term.label.zh}”`, en: `You may not change "${term.label.en}"` },
      { status: 403 },
    )
  const place = { kind: 'term', name } as const
  await transact(workspace, actor, async (tx) => {
    const { rows } = await sql<{ body: Partial<TermDef> }>`
      select body from ${table(workspace, '_definition')} where kind = 'term' and name = ${name} and status = 'published'`.execute(
      tx.db,
    )
    const { value: before, ...rest } = rows[0]?.body ?? {}
    const value = change.value === undefined ? before : (change.value ?? undefined)
    const body = {
      ...rest,
      ...(value !== undefined && { value }),
      ...(change.edited_by && { edited_by: change.edited_by }),
    }
    await saveDraft(tx, { ...place, body })
  })
  await publishDraft(workspace, actor, place)
}

function termOf({ definitions }: Workspace, name: string): TermDef {
  const term = Object.hasOwn(definitions.terms, name) ? definitions.terms[name] : undefined
  if (!term?.unit)
    throw refuse(
      'term_unknown',
      { zh: `没有名为“${name}”的条款`, en: `There is no term "${name}"` },
      { status: 404 },
    )
  return term
}
