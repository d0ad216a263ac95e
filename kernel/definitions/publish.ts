import { sql } from 'kysely'
import {
  definitionKinds,
  definitionPlaces,
  refuse,
  resolve,
  type Actor,
  type DefinitionKind,
  type Definitions,
  type Overlay,
} from '../../model/index.ts'
import { isAdministrator } from '../access/grants.ts'
import { insertEvents } from '../events/emit.ts'
import { aloneInWorkspace } from '../workspace/migrate.ts'
import { loadOverlays } from '../workspace/overlays.ts'
import { syncTables } from '../workspace/syncTables.ts'
import { transact, type Tx } from '../workspace/transact.ts'
import { now, refresh, table, type Workspace } from '../workspace/workspace.ts'
import { checkDefinitions } from './check.ts'

export interface Place {
  readonly kind: string
  readonly name: string
}

/** Kind and name that an administrator may write to; refuses who is none and what cannot be one. */
export function placeOf(
  tx: { readonly actor: Actor },
  { kind, name }: Place,
): { kind: DefinitionKind; name: string } {
  if (!isAdministrator(tx.actor))
    throw refuse(
      'not_allowed',
      { zh: '只有系统管理员可以修改定义', en: 'Only an administrator changes definitions' },
      { status: 403 },
    )
  if (!(definitionKinds as readonly string[]).includes(kind))
    throw refuse(
      'definition_unknown',
      { zh: `没有“${kind}”这种定义`, en: `There is no kind of definition "${kind}"` },
      { status: 404 },
    )
  if (!/^[a-z][a-z0-9_]{0,39}$/.test(name))
    throw refuse(
      'name_invalid',
      {
        zh: '名称应为小写字母开头的字母、数字和下划线，最长40位',
        en: 'A name is lower-case letters, digits and underscores, at most 40',
      },
      { field: 'name' },
    )
  return { kind: kind as DefinitionKind, name }
}

interface Version {
  readonly version: number
  readonly status: 'draft' | 'published' | 'superseded'
  readonly body: Readonly<Record<string, unknown>>
  readonly created_at: Date
}

/**
 * Every version of what the company changed, newest first, the draft included; nothing that is shipped. The
 * studio compares and restores from it.
 */
export async function listVersions(tx: Tx, place: Place): Promise<readonly Version[]> {
  const { kind, name } = placeOf(tx, place)
  const { rows } = await sql<Version>`
    select version, status, body, created_at from ${table(tx.workspace, '_definition')} where kind = ${kind} and name = ${name} order by version desc`.execute(
    tx.db,
  )
  return rows
}

/** The merged definition, what the company changed, and the draft if there is one. */
export async function readDefinition(tx: Tx, place: Place) {
  const { kind, name } = placeOf(tx, place)
  const versions = await listVersions(tx, place)
  const all = tx.definitions[definitionPlaces[kind]] as Readonly<Record<string, unknown>>
  const of = (status: string) => versions.find((one) => one.status === status)
  return {
    kind,
    name,
    definition: all[name] ?? null,
    overlay: of('published')?.body ?? null,
    draft: of('draft')?.body ?? null,
    version: of('published')?.version ?? 0,
  }
}

/**
 * Saves the draft of an overlay. A draft may be unfinished, so only its shape is checked; publishing checks
 * the whole.
 */
export async function draftDefinition(
  workspace: Workspace,
  actor: Actor,
  { body, ...place }: Place & { readonly body: Readonly<Record<string, unknown>> },
) {
  return transact(workspace, actor, async (tx) => {
    await saveDraft(tx, { ...placeOf(tx, place), body })
    return readDefinition(tx, place)
  })
}

/** For callers that have asked whether the actor may. */
export async function saveDraft(tx: Tx, { kind, name, body }: Overlay): Promise<void> {
  const definitions = table(tx.workspace, '_definition')
  await sql`delete from ${definitions} where kind = ${kind} and name = ${name} and status = 'draft'`.execute(
    tx.db,
  )
  await sql`
    insert into ${definitions} (kind, name, version, status, body, created_at, created_by)
    select ${kind}, ${name}, coalesce(max(version), 0) + 1, 'draft', ${JSON.stringify(body)}::jsonb, ${tx.now}, ${tx.actor.id} from ${definitions} where kind = ${kind} and name = ${name}`.execute(
    tx.db,
  )
}

/**
 * Publishes the draft: the merged definitions are checked as a whole, tables and columns follow, the version
 * moves on, and every process reloads. A definition that does not hold is refused with the place of the
 * fault, and nothing has changed.
 */
export const publishDefinition = (workspace: Workspace, actor: Actor, place: Place, settle?: Settle) =>
  publishDraft(workspace, actor, placeOf({ actor }, place), settle)

/**
 * What the records of the house have to do so that the new definitions fit them, in the transaction of the
 * publishing; tells how many were touched.
 */
export type Settle = (tx: Tx, merged: Definitions, changed: Overlay) => Promise<object>

/** For callers that have asked whether the actor may. */
export const publishDraft = (
  workspace: Workspace,
  actor: Actor,
  place: Pick<Overlay, 'kind' | 'name'>,
  settle?: Settle,
) => {
  const findDraft = async () => {
    const { rows } = await sql<{
      body: Overlay['body']
    }>`select body from ${table(workspace, '_definition')} where kind = ${place.kind} and name = ${place.name} and status = 'draft'`.execute(
      workspace.db,
    )
    if (!rows[0])
      throw refuse(
        'no_draft',
        { zh: '没有可发布的草稿', en: 'There is no draft to publish' },
        { status: 409 },
      )
    return rows[0].body
  }
  return publishWritten(workspace, actor, place, findDraft, settle)
}

/**
 * Publishes what `write` gives, which it finds or saves as the draft. Nobody else publishes meanwhile: what it
 * reads of the published version still holds when its own counts.
 */
export async function publishWritten(
  workspace: Workspace,
  actor: Actor,
  { kind, name }: Pick<Overlay, 'kind' | 'name'>,
  write: () => Promise<Overlay['body']>,
  settle?: Settle,
) {
  let settled: object = {}
  await aloneInWorkspace(workspace, async (client) => {
    const body = await write()
    const others = (await loadOverlays(workspace, workspace.db)).filter(
      (one) => one.kind !== kind || one.name !== name,
    )
    const merged = resolve(workspace.modules, [...others, { kind, name, body }], -1)
    checkDefinitions(merged, workspace, { kind, name, body })
    await syncTables(client, workspace.name, merged)
    // Under the same lock, so that no other publishing comes between what was checked and what counts.
    await transact(workspace, actor, async (tx) => {
      settled = (await settle?.(tx, merged, { kind, name, body })) ?? {}
      await makeCount(tx, { kind, name, body })
    })
  })
  await refresh(workspace)
  workspace.signal.tell('definitions')
  return { kind, name, version: workspace.definitions.version, at: now(workspace).toISOString(), ...settled }
}

async function makeCount(tx: Tx, { kind, name, body }: Overlay): Promise<void> {
  const definitions = table(tx.workspace, '_definition')
  await sql`update ${definitions} set status = 'superseded' where kind = ${kind} and name = ${name} and status = 'published'`.execute(
    tx.db,
  )
  const { rows } = await sql`
    update ${definitions} set status = 'published' where kind = ${kind} and name = ${name} and status = 'draft' and body = ${JSON.stringify(body)}::jsonb returning 1`.execute(
    tx.db,
  )
  if (rows.length === 0)
    throw refuse(
      'draft_changed',
      {
        zh: '草稿刚被修改，请核对后再发布',
        en: 'The draft was changed a moment ago: look at it, then publish again',
      },
      { status: 409 },
    )
  await sql`update ${table(tx.workspace, '_workspace')} set definitions_version = definitions_version + 1`.execute(
    tx.db,
  )
  await sql`${insertEvents(tx, [{ name: 'definition.published', payload: { kind, name } }])}`.execute(tx.db)
}

/** Publishes an earlier version again. */
export async function restoreDefinition(
  workspace: Workspace,
  actor: Actor,
  { version, ...place }: Place & { readonly version: number },
  settle?: Settle,
) {
  const { kind, name } = placeOf({ actor }, place)
  const { rows } = await sql<{ body: Overlay['body'] }>`
    select body from ${table(workspace, '_definition')} where kind = ${kind} and name = ${name} and version = ${version} and status <> 'draft'`.execute(
    workspace.db,
  )
  if (!rows[0])
    throw refuse(
      'version_unknown',
      { zh: `没有版本${version}`, en: `There is no version ${version}` },
      { status: 404 },
    )
  await draftDefinition(workspace, actor, { kind, name, body: rows[0].body })
  return publishDefinition(workspace, actor, place, settle)
}
