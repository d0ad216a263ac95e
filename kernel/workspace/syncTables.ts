import type pg from 'pg'
import { kindOf, pipelinesOf, quoteName, type Definitions, type ObjectDef } from '../../model/index.ts'

/**
 * Makes tables, columns, foreign keys and indexes what the definitions say. Only ever adds: a field that goes
 * away keeps its column, one that takes more digits gets a column that keeps them.
 * New columns have no default and so are instant; a short lock time-out with retries keeps writers from
 * queueing behind us. Indexes on tables that already hold rows are built concurrently.
 */
export async function syncTables(
  client: pg.ClientBase,
  schema: string,
  definitions: Definitions,
): Promise<void> {
  const present = await readSchema(client, schema)
  const statements = Object.values(definitions.objects).flatMap((object) =>
    tableStatements(schema, object, definitions, present),
  )
  const keys = Object.values(definitions.objects).flatMap((object) =>
    foreignKeys(schema, object, definitions, present),
  )
  const indexes = Object.values(definitions.objects).flatMap((object) =>
    indexesOf(object, definitions).map((index) => ({ ...index, table: object.name })),
  )
  const missing = indexes.filter(
    ({ name, covers }) => !(covers ? present.covering : present.indexes).has(name),
  )
  const fresh = missing.filter((index) => !present.tables.has(index.table))
  await inTransaction(client, [
    ...statements,
    ...keys,
    ...fresh.map((index) => indexStatement(schema, index, false)),
  ])
  for (const index of missing.filter((one) => present.tables.has(one.table)))
    await buildConcurrently(client, schema, index)
}

interface Present {
  readonly tables: ReadonlySet<string>
  readonly columns: ReadonlySet<string>
  /** Digits after the point by column, where the column limits them. */
  readonly scales: ReadonlyMap<string, number>
  readonly constraints: ReadonlySet<string>
  readonly indexes: ReadonlySet<string>
  /** Those that also hold what they are not ordered by. */
  readonly covering: ReadonlySet<string>
}

async function readSchema(client: pg.ClientBase, schema: string): Promise<Present> {
  const names = async (query: string) =>
    new Set((await client.query<{ name: string }>(query, [schema])).rows.map((row) => row.name))
  return {
    tables: await names(`select table_name as name from information_schema.tables where table_schema = $1`),
    columns: await names(
      `select table_name || '.' || column_name as name from information_schema.columns where table_schema = $1`,
    ),
    scales: new Map(
      (
        await client.query<{ name: string; scale: number }>(
          `select table_name || '.' || column_name as name, numeric_scale as scale from information_schema.columns where table_schema = $1 and data_type = 'numeric' and numeric_scale is not null`,
          [schema],
        )
      ).rows.map((row) => [row.name, Number(row.scale)]),
    ),
    constraints: await names(
      `select conname as name from pg_constraint c join pg_namespace n on n.oid = c.connamespace where n.nspname = $1`,
    ),
    indexes: await names(
      `select c.relname as name from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace where n.nspname = $1 and i.indisvalid`,
    ),
    covering: await names(
      `select c.relname as name from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace where n.nspname = $1 and i.indisvalid and i.indnatts > i.indnkeyatts`,
    ),
  }
}

/** Columns of an object beside its fields. */
const systemColumns: readonly (readonly [string, string])[] = [
  ['id', 'uuid primary key'],
  ['number', 'text'],
  ['version', 'integer not null default 1'],
  ['created_at', 'timestamptz(3) not null'],
  ['updated_at', 'timestamptz(3) not null'],
  ['created_by', 'uuid'],
  ['owner', 'uuid'],
  ['department', 'uuid'],
  ['deleted_at', 'timestamptz(3)'],
  ['locked_by', 'uuid'],
]
const stageColumns: readonly (readonly [string, string])[] = [
  ['stage', 'text'],
  ['pipeline', 'text'],
  ['stage_since', 'timestamptz(3)'],
]

/**
 * Columns a table must have, with their PostgreSQL types: the system's, those of a stage where a pipeline
 * runs on it, one for each stored field.
 */
export function columnsOf(
  object: ObjectDef,
  definitions: Definitions,
): readonly (readonly [string, string])[] {
  const own = Object.entries(object.fields).flatMap(([name, field]) => {
    const type = kindOf(field).column?.(field)
    return type ? [[name, type] as const] : []
  })
  return [...systemColumns, ...(pipelinesOf(definitions, object.name).length > 0 ? stageColumns : []), ...own]
}

function tableStatements(
  schema: string,
  object: ObjectDef,
  definitions: Definitions,
  present: Present,
): string[] {
  const target = `${quoteName(schema)}.${quoteName(object.name)}`
  const columns = columnsOf(object, definitions)
  if (!present.tables.has(object.name))
    return [
      `create table ${target} (${columns.map(([name, type]) => `${quoteName(name)} ${type}`).join(', ')})`,
    ]
  const added = columns
    .filter(([name]) => !present.columns.has(`${object.name}.${name}`))
    .map(([name, type]) => `alter table ${target} add column ${quoteName(name)} ${type}`)
  const widened = columns
    .filter(([name, type]) => hasMoreDigits(type, present.scales.get(`${object.name}.${name}`)))
    .map(([name, type]) => `alter table ${target} alter column ${quoteName(name)} type ${type}`)
  return [...added, ...widened]
}

/**
 * A number that may have more digits than its column keeps would be rounded away without a word; one that may
 * have fewer keeps its column.
 */
function hasMoreDigits(type: string, scale: number | undefined): boolean {
  const [, wanted] = /^numeric(?:\(\d+,(\d+)\))?$/.exec(type) ?? [null, undefined]
  return scale !== undefined && type.startsWith('numeric') && (wanted === undefined || Number(wanted) > scale)
}

function foreignKeys(
  schema: string,
  object: ObjectDef,
  definitions: Definitions,
  present: Present,
): string[] {
  const system = [
    ['owner', 'user'],
    ['department', 'department'],
    ['created_by', 'user'],
  ] as const
  const own = Object.entries(object.fields).flatMap(([name, field]) => {
    const target = kindOf(field).target?.(field)
    return target && kindOf(field).column?.(field) === 'uuid' && definitions.objects[target]
      ? [[name, target] as const]
      : []
  })
  return [...system, ...own].flatMap(([column, target]) => {
    const name = shorten(`${object.name}_${column}_fk`)
    if (present.constraints.has(name) || !definitions.objects[target]) return []
    const rows = present.tables.has(object.name) ? ' not valid' : ''
    return [
      `alter table ${quoteName(schema)}.${quoteName(object.name)} add constraint ${quoteName(name)} foreign key (${quoteName(column)}) references ${quoteName(schema)}.${quoteName(target)} (id) deferrable initially deferred${rows}`,
    ]
  })
}

interface Index {
  readonly name: string
  readonly table: string
  readonly columns: string
  readonly unique?: boolean
  readonly method?: string
  /**
   * Whether it holds `deleted_at` too, so that rows are counted from it alone: those of one department lie
   * each on another page of a large table.
   */
  readonly covers?: boolean
  /** Only rows of which this holds are in it. */
  readonly where?: string
}

/** What the index of some columns is called, by which an error of the database names its field. */
export const indexName = (object: string, columns: readonly string[], unique = false): string =>
  shorten(`${object}_${columns.join('_')}${unique ? '_key' : '_idx'}`)

/** Every declared sort, filter, reference and scope has an index that serves keyset paging. */
function indexesOf(object: ObjectDef, definitions: Definitions): Omit<Index, 'table'>[] {
  const make = (columns: readonly string[], more: { unique?: boolean } = {}): Omit<Index, 'table'> => ({
    name: indexName(object.name, columns, more.unique),
    columns: [...columns, ...(more.unique || columns.at(-1) === 'id' ? [] : ['id'])]
      .map(quoteName)
      .join(', '),
    covers: columns.length > 1 && columns.at(-1) === 'created_at',
    ...more,
  })
  const scoped =
    definitions.objects[object.name] && 'inherit' in object.access
      ? []
      : [make(['owner', 'created_at']), make(['department', 'created_at']), ...unowned(object)]
  const staged =
    pipelinesOf(definitions, object.name).length > 0
      ? [make(['stage', 'created_at']), make(['department', 'stage', 'created_at'])]
      : []
  const fields = Object.entries(object.fields).flatMap(([name, field]): Omit<Index, 'table'>[] => {
    const kind = kindOf(field)
    if (!kind.column || !kind.index) return []
    if (kind.index === 'gin')
      return field.index
        ? [{ name: shorten(`${object.name}_${name}_gin`), columns: quoteName(name), method: 'gin' }]
        : []
    if (field.unique) return [make([name], { unique: true })]
    const listed = object.list?.columns.includes(name) || object.list?.filters?.includes(name)
    return kind.target || field.index || listed ? [make([name])] : []
  })
  const further = (object.indexes ?? []).map((columns) => make(columns))
  const all = [
    make(['number'], { unique: true }),
    make(['created_at']),
    make(['updated_at']),
    ...scoped,
    ...staged,
    ...fields,
    ...further,
  ]
  return [...new Map(all.map((index) => [index.name, index])).values()]
}

/**
 * What nobody owns yet is a portion of many a grant; (owner, created_at) has its rows, but PostgreSQL does
 * not see that they are in order.
 */
const unowned = (object: ObjectDef): Omit<Index, 'table'>[] =>
  JSON.stringify(object.access).includes('owner = null')
    ? [
        {
          name: shorten(`${object.name}_unowned_idx`),
          columns: '"created_at", "id"',
          where: 'owner is null',
          covers: true,
        },
      ]
    : []

/** Fields by which a list of the object may be sorted, because an index serves it. */
export function sortableFields(object: ObjectDef, definitions: Definitions): ReadonlySet<string> {
  const known = sortable.get(object)
  if (known) return known
  const found = findSortable(object, definitions)
  sortable.set(object, found)
  return found
}
const sortable = new WeakMap<ObjectDef, ReadonlySet<string>>()

function findSortable(object: ObjectDef, definitions: Definitions): ReadonlySet<string> {
  const single = indexesOf(object, definitions)
    .filter((index) => !index.method)
    .map((index) => /^"([^"]+)"(, "id")?$/.exec(index.columns)?.[1])
  return new Set([
    ...single.filter((name): name is string => Boolean(name)),
    ...(object.list?.sort ? [object.list.sort.replace(/^-/, '')] : []),
  ])
}

const indexStatement = (schema: string, index: Index, concurrently: boolean) =>
  `create ${index.unique ? 'unique ' : ''}index ${concurrently ? 'concurrently ' : ''}if not exists ${quoteName(index.name)} on ${quoteName(schema)}.${quoteName(index.table)} using ${index.method ?? 'btree'} (${index.columns})${index.covers ? ' include (deleted_at)' : ''}${index.unique ? ' where deleted_at is null' : index.where ? ` where ${index.where}` : ''}`

async function inTransaction(client: pg.ClientBase, statements: readonly string[]) {
  if (statements.length === 0) return
  for (let attempt = 1; ; attempt++) {
    try {
      await client.query('begin')
      await client.query(`set local lock_timeout = '2s'`)
      await client.query(statements.join(';\n'))
      await client.query('commit')
      return
    } catch (error) {
      await client.query('rollback')
      if ((error as { code?: string }).code !== '55P03' || attempt >= 10) throw error
      await new Promise((resume) => setTimeout(resume, 100 * attempt))
    }
  }
}

async function buildConcurrently(client: pg.ClientBase, schema: string, index: Index) {
  // An invalid left-over of an interrupted build, or one of before that covers less; nobody waits for its lock.
  await client.query(`drop index concurrently if exists ${quoteName(schema)}.${quoteName(index.name)}`)
  await client.query(indexStatement(schema, index, true))
}

/** PostgreSQL cuts names at 63 bytes; ours stay distinct by a hash of the whole. */
function shorten(name: string): string {
  if (Buffer.byteLength(name) <= 60) return name
  let hash = 0
  for (const character of name) hash = (hash * 31 + character.codePointAt(0)!) >>> 0
  return `${name.slice(0, 50)}_${hash.toString(36)}`
}
