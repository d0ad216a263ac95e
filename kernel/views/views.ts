import { sql } from 'kysely'
import { refuse, type Actor, type Label } from '../../model/index.ts'
import { isAdministrator, mayReadAny } from '../access/grants.ts'
import { objectOf } from '../definitions/stored.ts'
import { newId } from '../records/newId.ts'
import type { Tx } from '../workspace/transact.ts'
import { table } from '../workspace/workspace.ts'
import { checkView, type ViewBody } from './checkView.ts'

/** What of a view its owner says. */
export interface ViewChange {
  readonly name?: string
  readonly body?: ViewBody
  /** Roles that see it, too; none keeps it for its owner. */
  readonly roles?: readonly string[]
  /** Those of them for whom the list opens with it. */
  readonly default_for?: readonly string[]
}

export interface NewView extends ViewChange {
  readonly object: string
  readonly name: string
  readonly body: ViewBody
}

interface Stored {
  readonly id: string
  readonly object: string
  readonly name: string
  readonly owner: string
  readonly owner_name: string | null
  readonly roles: readonly string[]
  readonly default_for: readonly string[]
  readonly body: ViewBody
  readonly version: number
}

/** A view as a screen needs it. */
export type View = Omit<Stored, 'owner'> & { readonly mine: boolean; readonly may_change: boolean }

/** Tabs beyond that nobody finds again. */
const viewsMax = 50

/**
 * Whether somebody may put a view before others: the administrator, and whoever has a role that says so.
 * @example mayShareViews(tx) // true for a sales director
 */
export const mayShareViews = ({ actor, definitions }: Pick<Tx, 'actor' | 'definitions'>): boolean =>
  isAdministrator(actor) ||
  (!actor.scope && actor.roles.some((role) => definitions.roles[role]?.shares_views === true))

/** The views of a list that the caller sees: the own ones, and those shared with a role of theirs. */
export async function listViews(tx: Tx, name: string): Promise<readonly View[]> {
  readable(tx, name)
  return (await read(tx, sql`v.object = ${name}`)).filter(isSeen(tx.actor)).map((view) => shown(tx, view))
}

/** @throws view_wrong, not_allowed where it is to be shared and the caller may not, views_too_many */
export async function createView(tx: Tx, view: NewView): Promise<View> {
  const own = (await read(tx, sql`v.object = ${view.object} and v.owner = ${person(tx)}`)).length
  if (own >= viewsMax)
    throw refuse('views_too_many', {
      zh: `每个列表最多保存${viewsMax}个视图，请先删除不用的`,
      en: `A list keeps at most ${viewsMax} views of a person: delete those you do not use first`,
    })
  const { roles, default_for } = checked(tx, view)
  const id = newId(tx.now)
  await sql`insert into ${table(tx.workspace, '_view')} (id, object, name, owner, roles, default_for, body, version, changed_at)
    values (${id}, ${view.object}, ${view.name}, ${person(tx)}, ${roles}, ${default_for}, ${JSON.stringify(view.body)}::jsonb, 1, ${tx.now})`.execute(
    tx.db,
  )
  return find(tx, id)
}

/**
 * Changes a view as the caller saw it.
 * @throws view_unknown, view_changed when it is another version by now, not_allowed, view_wrong
 */
export async function changeView(tx: Tx, id: string, change: ViewChange, version: number): Promise<View> {
  const before = await mine(tx, id)
  if (before.version !== version) throw changedMeanwhile(before)
  const { name, body } = { ...before, ...change }
  const { roles, default_for } = checked(tx, { ...before, ...change })
  const { rows } = await sql`update ${table(tx.workspace, '_view')} set name = ${name}, roles = ${roles},
    default_for = ${default_for}, body = ${JSON.stringify(body)}::jsonb, version = version + 1, changed_at = ${tx.now}
    where id = ${id} and version = ${version} returning 1`.execute(tx.db)
  if (rows.length === 0) throw changedMeanwhile(before)
  return find(tx, id)
}

/** @throws view_unknown, not_allowed */
export async function removeView(tx: Tx, id: string): Promise<void> {
  await mine(tx, id)
  await sql`delete from ${table(tx.workspace, '_view')} where id = ${id}`.execute(tx.db)
}

const read = async (tx: Tx, where: ReturnType<typeof sql>): Promise<readonly Stored[]> =>
  (
    await sql<Stored>`select v.id, v.object, v.name, v.owner, u.name as owner_name, v.roles, v.default_for, v.body, v.version
    from ${table(tx.workspace, '_view')} v left join ${table(tx.workspace, 'user')} u on u.id = v.owner
    where ${where} order by cardinality(v.roles) desc, v.id`.execute(tx.db)
  ).rows

const isSeen =
  (actor: Actor) =>
  ({ owner, roles }: Stored): boolean =>
    owner === actor.id ||
    roles.some((role) => actor.roles.includes(role)) ||
    (isAdministrator(actor) && roles.length > 0)

const shown = (tx: Tx, { owner, ...view }: Stored): View => ({
  ...view,
  mine: owner === tx.actor.id,
  may_change: owner === tx.actor.id || isAdministrator(tx.actor),
})

const find = async (tx: Tx, id: string) => shown(tx, (await read(tx, sql`v.id = ${id}`))[0]!)

/** The view, where the caller may change it; one that is not theirs to see is not there. */
async function mine(tx: Tx, id: string): Promise<Stored> {
  person(tx)
  const view = /^[0-9a-f-]{36}$/.test(id) ? (await read(tx, sql`v.id = ${id}`))[0] : undefined
  if (!view || !isSeen(tx.actor)(view))
    throw refuse(
      'view_unknown',
      { zh: '没有这个视图，可能已被删除', en: 'There is no such view; it may have been deleted' },
      { status: 404 },
    )
  if (!shown(tx, view).may_change)
    throw notAllowed({
      zh: `“${view.name}”是${view.owner_name ?? '别人'}共享的视图，您可以另存为自己的`,
      en: `"${view.name}" is shared by ${view.owner_name ?? 'somebody else'}: save your own copy of it`,
    })
  return view
}

function checked(tx: Tx, { object: name, body, roles = [], default_for = [] }: NewView) {
  const object = readable(tx, name)
  const unknown = [...roles, ...default_for].find((role) => !Object.hasOwn(tx.definitions.roles, role))
  if (unknown)
    throw refuse(
      'view_wrong',
      { zh: `没有角色“${unknown}”`, en: `There is no role "${unknown}"` },
      { field: 'roles' },
    )
  if (roles.length > 0 && !mayShareViews(tx))
    throw notAllowed({
      zh: '您的角色不能把视图共享给别人，可以保存给自己用',
      en: 'Your role does not share views; keep it for yourself',
    })
  checkView(tx, object, body, { shared: roles.length > 0 })
  return { roles: [...roles], default_for: default_for.filter((role) => roles.includes(role)) }
}

function readable(tx: Tx, name: string) {
  const object = objectOf(tx.definitions, name)
  if (!mayReadAny(tx.definitions, object, tx.actor))
    throw notAllowed({
      zh: `您无权查看${object.label.zh}`,
      en: `You may not see ${object.label.en ?? name} records`,
    })
  return object
}

/** Views belong to people; the house itself keeps none. */
function person({ actor }: Tx): string {
  if (actor.id && !actor.scope) return actor.id
  throw notAllowed({ zh: '视图由本人登录后保存', en: 'Views are saved by people who signed in themselves' })
}

const notAllowed = (sentence: Label) => refuse('not_allowed', sentence, { status: 403 })

const changedMeanwhile = ({ name, version, body }: Stored) =>
  refuse(
    'view_changed',
    {
      zh: `“${name}”刚被修改过，请重新打开视图，或另存为新的`,
      en: `"${name}" was changed meanwhile: open it again, or save yours as a new one`,
    },
    { status: 412, data: { version, body } },
  )
