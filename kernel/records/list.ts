import type { Kysely } from 'kysely'
import type { Actor, AnyRow, Definitions } from '../../model/index.ts'
import { objectOf } from '../definitions/stored.ts'
import type { Door } from '../workspace/transact.ts'
import type { Workspace } from '../workspace/workspace.ts'
import { conditionText } from './condition.ts'
import { runText } from './fragments.ts'
import { countRows, readPage } from './page.ts'
import { toRecord, type Stored } from './row.ts'
import { isTurnLong, nextTurn } from './turn.ts'

export interface ListQuery {
  /** FEEL over the record; names that the object does not know come from `with`. */
  readonly where?: string
  readonly with?: Readonly<Record<string, unknown>>
  /** Indexed field, with a leading minus for descending; newest first unless told. */
  readonly sort?: string
  /** 1 to 500; 50 unless told. */
  readonly limit?: number
  /** Cursor of a page before. */
  readonly after?: string
  /** Count too, capped at 1,001 unless `exact`. */
  readonly count?: boolean | 'exact'
  readonly deleted?: boolean
}

export interface Page {
  readonly items: readonly AnyRow[]
  /** Cursor of the next page; null at the end. */
  readonly next: string | null
  readonly count?: number
  /** The count stopped at its cap: there are more. */
  readonly count_capped?: boolean
}

export interface Reader {
  readonly workspace: Workspace
  readonly definitions: Definitions
  readonly db: Kysely<any>
  readonly actor: Actor
  readonly now: Date
  /** See `Tx`. */
  readonly door?: Door
}

/**
 * A page of records under the actor's grant, by keyset over (sort, id): page 1,000 costs what page 1 costs.
 */
export async function listRecords(reader: Reader, name: string, query: ListQuery = {}): Promise<Page> {
  const object = objectOf(reader.definitions, name)
  const { rows, next, count } = await readPage<
    Stored & {
      readonly _id: string
      readonly _sort: string | null
      readonly _count: string
      readonly _came: boolean
    }
  >(reader, object, query, {
    columns: { text: 't.*', params: [] },
    run: (statement) => runText(reader.db, statement),
    placeOf: (row) => ({ value: row._sort, id: row._id }),
    countOf: (row) => row._count,
    cameOf: (row) => row._came,
  })
  return { items: rows.map((row) => toRecord(object, reader.definitions, row)), next, ...count }
}

/** How many records the actor may see, exactly. */
export async function countRecords(
  reader: Reader,
  name: string,
  query: Pick<ListQuery, 'where' | 'with'> = {},
): Promise<number> {
  const object = objectOf(reader.definitions, name)
  if (isTurnLong()) await nextTurn()
  const condition = conditionText(reader, object, query)
  return condition ? (await countRows(reader, object, condition, true)).count : 0
}
