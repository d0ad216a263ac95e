import { sql } from 'kysely'
import {
  readTerm,
  refuse,
  termFault,
  termUnits,
  type Actor,
  type Overlay,
  type TermDef,
} from '../../model/index.ts'
import { isAdministrator, mayChangeTerm } from '../access/grants.ts'
import { transact, type Tx } from '../workspace/transact.ts'
import { table, type Workspace } from '../workspace/workspace.ts'
import { publishWritten, saveDraft } from './publish.ts'

interface Changed {
  readonly at: string
  readonly by: string | null
}

/**
 * Every term as it stands, what it was shipped as, who may change it and who last did: the rule centre draws
 * it.
 */
export async function listTerms(tx: Tx) {
  const shipped = shippedTerms(tx.workspace)
  const changed = await lastChanges(tx)
  return Object.values(tx.definitions.terms)
    .filter(({ name }) => shipped.has(name))
    .map((term) => ({
      ...term,
      value: readTerm(term).value,
      unit_label: termUnits[term.unit].label,
      shipped: shipped.get(term.name)!.value,
      may_change: mayChangeTerm(tx.actor, term),
      changed: changed.get(term.name) ?? null,
    }))
}

const shippedTerms = ({ modules }: Workspace): ReadonlyMap<string, TermDef> =>
  new Map(modules.flatMap(({ terms }) => terms ?? []).map((term) => [term.name, term]))

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
  /** The value one started from: where it is another by now, nothing is changed and both are named. */
  readonly was?: string
  /** Only an administrator says who may. */
  readonly edited_by?: readonly string[]
}

/**
 * Changes what a term is worth, at once and for the whole house.
 * Refuses `term_unknown`, `not_allowed`, `term_changed` where somebody was faster, and `definition_wrong` for
 * a value the term cannot have; then nothing has changed.
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
  await publishWritten(workspace, actor, place, () =>
    transact(workspace, actor, async (tx) => {
      const stands = await standing(tx, name)
      if (change.was !== undefined) refuseIfChanged(shippedTerms(workspace).get(name)!, stands, change.was)
      const body = overlayOf(term, stands.body, change)
      await saveDraft(tx, { ...place, body })
      return body
    }),
  )
}

interface Standing {
  readonly body: Partial<TermDef>
  readonly by: string | null
}

/** What the company has published for a term, which this process may not have heard of yet. */
async function standing(tx: Tx, name: string): Promise<Standing> {
  const { rows } = await sql<Standing>`
    select d.body, u.name as by from ${table(tx.workspace, '_definition')} d
    left join ${table(tx.workspace, 'user')} u on u.id = d.created_by
    where d.kind = 'term' and d.name = ${name} and d.status = 'published'`.execute(tx.db)
  return rows[0] ?? { body: {}, by: null }
}

/**
 * Two windows on one term: the second is told what the first one made of it. `term` is as shipped, which holds
 * where the company says nothing.
 */
function refuseIfChanged(term: TermDef, { body, by }: Standing, was: string): void {
  const now = readTerm({ unit: term.unit, value: body.value ?? term.value })
  if (plain(term, was) === now.value) return
  throw refuse(
    'term_changed',
    {
      zh: `${by ?? '有人'}刚把“${term.label.zh}”改为${now.text.zh}，您的修改没有保存：请核对后再保存`,
      en: `${by ?? 'Somebody'} has just changed "${term.label.en}" to ${now.text.en}; your change was not saved: look at both, then save again`,
    },
    { status: 409, field: 'value', data: { value: now.value, by } },
  )
}

function overlayOf(term: TermDef, { value: before, ...rest }: Partial<TermDef>, change: TermChange) {
  const typed = change.value === undefined ? before : (change.value ?? undefined)
  return {
    ...rest,
    ...(typed !== undefined && { value: plain(term, typed) }),
    ...(change.edited_by && { edited_by: change.edited_by }),
  } satisfies Overlay['body']
}

/** `07` is 7; what is no value of the term stays as typed, for whoever refuses it. */
const plain = (term: TermDef, value: string): string =>
  termFault({ unit: term.unit }, value) ? value : readTerm({ unit: term.unit, value }).value

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
