import pg from 'pg'

/** What of the driver's inside is used here; the version of `pg` is pinned, and a test reads through it. */
interface Result {
  fields: unknown
  _parsers: unknown
  _prebuiltEmptyResultObject: unknown
}
interface Inside {
  readonly name: string
  readonly _result: Result & { readonly _types: unknown }
  _accumulateRows: boolean
  prepare(connection: object): void
  handleRowDescription(message: unknown): void
}
type Told = (error: Error | null, result: pg.QueryResult) => void

// Neither the constructor with a callback nor the methods are in the types of pg.
const Query = pg.Query as unknown as new (config: pg.QueryConfig, values: undefined, told: Told) => Inside

/** How the rows of a prepared statement look, by statement, on one connection. */
type Shapes = Map<string, Result & { readonly types: unknown }>
const shapes = new WeakMap<object, Shapes>()
const silent = new WeakMap<object, object>()

/**
 * A prepared statement that asks PostgreSQL only once on each connection what its columns are: they cannot
 * change while it is prepared there (PostgreSQL refuses with `cached plan must not change result type`). For
 * a table of forty columns the answer to that question is as long as a row.
 * Source: PostgreSQL manual, Message Flow, Extended Query; RevalidateCachedQuery (fixed_result).
 */
export class DescribedQuery extends Query {
  #shapes: Shapes | undefined

  override prepare(connection: object): void {
    this.#shapes = shapes.get(connection) ?? new Map()
    shapes.set(connection, this.#shapes)
    const known = this.#shapes.get(this.name)
    if (!known || known.types !== this._result._types) return super.prepare(connection)
    this._result.fields = known.fields
    this._result._parsers = known._parsers
    this._result._prebuiltEmptyResultObject = known._prebuiltEmptyResultObject
    this._accumulateRows = true
    super.prepare(undescribing(connection))
  }

  override handleRowDescription(message: unknown): void {
    super.handleRowDescription(message)
    const { fields, _parsers, _prebuiltEmptyResultObject, _types: types } = this._result
    this.#shapes?.set(this.name, { fields, _parsers, _prebuiltEmptyResultObject, types })
  }
}

/** The same connection, but that it does not ask for columns. */
function undescribing(connection: object): object {
  const known = silent.get(connection) ?? Object.create(connection, { describe: { value: () => {} } })
  silent.set(connection, known as object)
  return known as object
}
