import { bind } from '../env.ts'
import { refuseInSql, type Place } from '../error.ts'
import { findEntry, type Entry, type Scope } from '../scope.ts'
import { joinShapes, shapeOfEntry, shapeOfValue, type Shape } from '../shape.ts'
import type { Node, NodeOf } from '../tree.ts'
import { isList, isNumber } from '../value.ts'
import {
  condOf,
  factorsOf,
  isId,
  makeConst,
  NULL,
  quoteName,
  scalar,
  writePiece,
  type Names,
  type Piece,
  type Rows,
  type Work,
} from './piece.ts'

type Scalar = Extract<Piece, { is: 'scalar' }>

/** A field of the row called `alias`. */
export const pieceOfEntry = (entry: Entry, alias: string, work: Work): Piece => {
  if (entry.is === 'collection') return collectionRows(entry, `${alias}."id"`, work)
  if (entry.column === undefined) return NULL
  const text = `${alias}.${quoteName(entry.column)}`
  const shape = shapeOfEntry(entry)
  // The key of a row is a uuid, whatever the scope calls its type.
  return entry.is === 'reference' || entry.column === 'id' || entry.uuid
    ? { is: 'scalar', text, shape, uuid: true }
    : scalar(text, shape)
}

const collectionRows = (entry: Extract<Entry, { is: 'collection' }>, id: string, work: Work): Rows => {
  const alias = work.alias()
  const shape = { kind: 'row', scope: entry.scope() } as const
  return {
    is: 'rows',
    from: [`${entry.table} as ${alias}`],
    where: [
      `${alias}.${quoteName(entry.by)} = ${id}`,
      ...(entry.live ? [`${alias}."deleted_at" is null`] : []),
    ],
    item: { is: 'row', alias, shape },
    shape: { kind: 'list', of: shape },
  }
}

/** `piece.name` */
export const stepInto = (piece: Piece, name: string, place: Place, work: Work): Piece => {
  if (piece.is === 'rows') {
    const item = stepInto(piece.item, name, place, work)
    return { ...piece, item, shape: { kind: 'list', of: item.shape } }
  }
  if (piece.is === 'row') return stepIntoRow(piece.shape.scope, piece.alias, name, place, work)
  if (piece.is === 'scalar' && piece.shape.kind === 'reference')
    return stepThrough(piece, piece.shape, name, place, work)
  if (piece.is === 'scalar') return readPart(piece, name, place, work)
  if (piece.is === 'const' && piece.value === null) return NULL
  throw refuseInSql('a path from here', place)
}

const stepIntoRow = (scope: Scope, alias: string, name: string, place: Place, work: Work): Piece => {
  const entry = findEntry(scope, name)
  if (entry?.is === 'value' && entry.column === undefined)
    throw refuseInSql(`"${name}", which is no column`, place)
  if (entry) return pieceOfEntry(entry, alias, work)
  return { is: 'scalar', text: `${alias}."id"`, shape: { kind: 'string' }, uuid: true }
}

const stepThrough = (
  piece: Scalar,
  shape: Extract<Shape, { kind: 'reference' }>,
  name: string,
  place: Place,
  work: Work,
): Piece => {
  const entry = findEntry(shape.scope, name)
  if (name === 'id') return { ...piece, shape: { kind: 'string' } }
  if (entry?.is === 'collection')
    return { ...collectionRows(entry, piece.text, work), absent: `${piece.text} is null` }
  const alias = work.alias()
  const field = stepIntoRow(shape.scope, alias, name, place, work)
  if (field.is !== 'scalar' || shape.table === undefined) throw refuseInSql('a path from here', place)
  return {
    ...field,
    text: `(select ${field.text} from ${shape.table} as ${alias} where ${alias}."id" = ${piece.text})`,
  }
}

const DATE_PARTS: Record<string, string> = { year: 'year', month: 'month', day: 'day', weekday: 'isodow' }
const TIME_PARTS: Record<string, string> = { hour: 'hour', minute: 'minute', second: 'second' }
const DURATION_PARTS: Record<string, (x: string) => string> = {
  days: (x) => `trunc(${x} / 86400)`,
  hours: (x) => `mod(trunc(${x} / 3600), 24)`,
  minutes: (x) => `mod(trunc(${x} / 60), 60)`,
  seconds: (x) => `mod(trunc(${x}), 60)`,
}

const readPart = (piece: Scalar, name: string, place: Place, work: Work): Piece => {
  const { kind } = piece.shape
  const own = (parts: Record<string, string>): string | undefined =>
    Object.hasOwn(parts, name) ? parts[name] : undefined
  const number: Shape = { kind: 'number' }
  if (kind === 'date' && own(DATE_PARTS))
    return scalar(`extract(${own(DATE_PARTS)} from ${piece.text})`, number)
  if (kind === 'datetime' && (own(DATE_PARTS) ?? own(TIME_PARTS)))
    return scalar(
      `floor(extract(${own(DATE_PARTS) ?? own(TIME_PARTS)} from (${piece.text} at time zone ${work.param(work.clock.zone, 'text')})))`,
      number,
    )
  if (kind === 'days' && Object.hasOwn(DURATION_PARTS, name))
    return scalar(DURATION_PARTS[name]!(`(${piece.text})::numeric`), number)
  throw refuseInSql(`.${name}`, place)
}

/** A list as rows; undefined when the piece is no list. */
export const toRows = (piece: Piece, place: Place, work: Work): Rows | undefined => {
  if (piece.is === 'rows') return piece
  if (piece.is === 'const' && isList(piece.value))
    return listRows(
      piece.value.map((value) => makeConst(value, shapeOfValue(value, work.clock.budget))),
      place,
      work,
    )
  if (piece.is !== 'scalar' || piece.shape.kind !== 'list') return undefined
  const alias = work.alias()
  const item: Piece = {
    is: 'scalar',
    text: `${alias}.value`,
    shape: piece.shape.of,
    ...(piece.uuid ? { uuid: true } : {}),
  }
  return {
    is: 'rows',
    from: [`unnest(${piece.text}) as ${alias}(value)`],
    where: [],
    item,
    shape: piece.shape,
    absent: `${piece.text} is null`,
  }
}

/** Each value of a list is written out, and a loop over it is run through in every row. */
export const LIST_MAX = 200

/** `[a, b]`, of one kind. */
export const listRows = (items: readonly Piece[], place: Place, work: Work): Rows => {
  const shape = items
    .map((item) => (isId(item) ? ({ kind: 'string' } as const) : item.shape))
    .reduce(joinShapes, { kind: 'null' })
  if (!['number', 'string', 'boolean', 'date', 'datetime', 'days'].includes(shape.kind))
    throw refuseInSql('a list of mixed or unknown kinds', place)
  if (items.length > LIST_MAX) throw refuseInSql('a list of this many values', place)
  const alias = work.alias()
  return {
    is: 'rows',
    from: [
      `lateral (values ${items.map((item) => `(${writePiece(item, work, place)})`).join(', ')}) as ${alias}(value)`,
    ],
    where: [],
    item: scalar(`${alias}.value`, shape, Math.max(1, ...items.map(factorsOf))),
    shape: { kind: 'list', of: shape },
  }
}

export const filterRows = (node: NodeOf<'filter'>, names: Names, work: Work): Piece => {
  const of = work.compile(node.of, names)
  if (of.is === 'const' && of.value === null) return makeConst([], { kind: 'list', of: { kind: 'null' } })
  const rows = toRows(of, node.of, work)
  if (!rows) throw refuseInSql('a filter on a single value', node)
  if (node.by.is === 'literal' && isNumber(node.by.value))
    throw refuseInSql('an item by its position: rows have no order', node)
  const by = work.compile(node.by, enterItem(rows.item, names, node.by, work))
  if (by.shape.kind === 'number') throw refuseInSql('an item by its position: rows have no order', node)
  const { absent: _gone, ...kept } = rows
  return { ...kept, where: [...rows.where, condOf(by, node.by).t()] }
}

const enterItem = (item: Piece, names: Names, place: Place, work: Work): Names => {
  const inner = bindName('item', item, names)
  if (item.shape.kind !== 'row' && item.shape.kind !== 'reference') return inner
  const { scope } = item.shape
  return {
    env: names.env,
    find: (name) => {
      const entry = findEntry(scope, name)
      return entry && !(entry.is === 'value' && entry.column === undefined)
        ? stepInto(item, name, place, work)
        : inner.find(name)
    },
  }
}

export const bindName = (name: string, piece: Piece, names: Names): Names => ({
  find: (wanted) => (wanted === name ? piece : names.find(wanted)),
  env: piece.is === 'const' ? bind(names.env, name, piece.value) : names.env,
})

/** `for a in …, b in … return …` as the joined rows. */
export const forRows = (node: NodeOf<'for'>, names: Names, work: Work): Piece => {
  let inner = names
  const sources = node.over.map(({ name, of }, i) => {
    const rows = toRows(work.compile(of, inner), of, work)
    if (!rows || (i > 0 && rows.absent !== undefined)) throw refuseInSql('a loop over this', of)
    inner = bindName(name, rows.item, inner)
    return rows
  })
  const item = work.compile(node.gives, inner)
  const absent = sources[0]?.absent
  return {
    is: 'rows',
    from: sources.flatMap(({ from }) => from),
    where: sources.flatMap(({ where }) => where),
    item,
    shape: { kind: 'list', of: item.shape },
    ...(absent === undefined ? {} : { absent }),
  }
}

/** A list of lists as one list. */
export const flattenRows = (rows: Rows, node: Node): Rows => {
  const { item } = rows
  if (item.is !== 'rows') return rows
  if (item.absent !== undefined) throw refuseInSql('flattening lists that may be empty', node)
  return flattenRows(
    {
      ...rows,
      from: [...rows.from, ...item.from],
      where: [...rows.where, ...item.where],
      item: item.item,
      shape: item.shape,
    },
    node,
  )
}
