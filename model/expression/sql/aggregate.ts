import { refuseInSql, type Place } from '../error.ts'
import type { Shape } from '../shape.ts'
import type { NodeOf } from '../tree.ts'
import { writeQuotient } from './arithmetic.ts'
import { isNull } from './compare.ts'
import { containedIn } from './contain.ts'
import {
  condAnd,
  condFromHalves,
  condFromText,
  condFromTruth,
  condNot,
  condOf,
  condOr,
  isId,
  makeCond,
  NULL,
  scalar,
  selectFrom,
  factorsOf,
  writePiece,
  type Cond,
  type Piece,
  type Rows,
  type Work,
} from './piece.ts'
import { quantifyRows } from './quantify.ts'
import { flattenRows, listRows, toRows } from './rows.ts'

type Special = (args: readonly Piece[], node: NodeOf<'call'>, work: Work) => Piece

const NUMBER: Shape = { kind: 'number' }

/** Functions whose SQL is a query over the rows of a list, or a condition of three values. */
export const aggregates: Readonly<Record<string, Special>> = {
  'not': ([value], node) => makeCond(condNot(condOf(value!, node))),
  'is defined': ([value]) => makeCond(condNot(isNull(value!))),
  'is empty': ([value], node, work) => makeCond(writeEmpty(value!, node, work)),
  'all': (args, node, work) =>
    overRows(args, node, work, (rows) => makeCond(quantifyRows('every', rows, condOf(rows.item, node)))),
  'any': (args, node, work) =>
    overRows(args, node, work, (rows) => makeCond(quantifyRows('some', rows, condOf(rows.item, node)))),
  'count': (args, node, work) => {
    if (args.length === 1 && args[0]!.is === 'scalar' && args[0]!.shape.kind !== 'list')
      throw refuseInSql('counting a single value', node)
    return overRows(args, node, work, (rows) => {
      const text = `(${selectFrom(rows, 'count(*)')})::numeric`
      return scalar(
        rows.absent === undefined ? text : `(case when ${rows.absent} then null else ${text} end)`,
        NUMBER,
      )
    })
  },
  // Of nothing it is 0, whatever the list might have held; of something that cannot be added it is null.
  'sum': (args, node, work) =>
    overItems(
      args,
      node,
      work,
      ['number', 'days'],
      (x) => `coalesce(sum(${x}), 0)::numeric`,
      (x) => `(case when count(${x}) = 0 then 0 end)::numeric`,
    ),
  'min': (args, node, work) =>
    overItems(args, node, work, ORDERED, (x, kind) => `min(${x}${kind === 'string' ? ' collate "C"' : ''})`),
  'max': (args, node, work) =>
    overItems(args, node, work, ORDERED, (x, kind) => `max(${x}${kind === 'string' ? ' collate "C"' : ''})`),
  'mean': (args, node, work) =>
    overItems(args, node, work, ['number'], (x) => writeQuotient(`sum(${x})`, `count(${x})::numeric`)),
  'avg': (args, node, work) => aggregates['mean']!(args, node, work),
  'list contains': ([list, element], node, work) => {
    if (list!.is === 'const' && list!.value === null) return NULL
    const rows = toRows(list!, node, work)
    if (!rows) throw refuseInSql('list contains() on this', node)
    const found = containedIn(element!, list!, node, work)
    const { absent } = rows
    return makeCond(
      absent === undefined
        ? found
        : condFromHalves(
            () => `(not (${absent}) and ${found.t()})`,
            () => `(not (${absent}) and ${found.f()})`,
          ),
    )
  },
  'flatten': ([list], node, work) => {
    const rows = list && toRows(list, node, work)
    if (!rows) throw refuseInSql('flatten() of this', node)
    return flattenRows(rows, node)
  },
  'distinct values': ([list], node, work) => {
    const rows = list && toRows(list, node, work)
    if (!rows || rows.item.is === 'rows' || rows.item.is === 'row')
      throw refuseInSql('distinct values() of this', node)
    const alias = work.alias()
    const { item, absent } = rows
    const id = item.is === 'scalar' && isId(item)
    const from = `lateral (${selectFrom(rows, `distinct ${id ? item.text : writePiece(item, work, node)} as value`)}) as ${alias}`
    const value: Piece = {
      is: 'scalar',
      text: `${alias}.value`,
      shape: item.shape,
      weight: factorsOf(item),
      ...(id ? { uuid: true } : {}),
    }
    return {
      is: 'rows',
      from: [from],
      where: [],
      item: value,
      shape: rows.shape,
      ...(absent === undefined ? {} : { absent }),
    }
  },
}

const ORDERED: readonly Shape['kind'][] = ['number', 'string', 'date', 'datetime', 'days']

/** The one list that is given, or the several values as a list. */
const overRows = (
  args: readonly Piece[],
  node: NodeOf<'call'>,
  work: Work,
  make: (rows: Rows) => Piece,
): Piece => {
  const [only] = args
  if (args.length === 1 && only!.is === 'const' && only!.value === null) return NULL
  const rows =
    args.length === 1 ? (toRows(only!, node, work) ?? listRows(args, node, work)) : listRows(args, node, work)
  return make(rows)
}

/**
 * An aggregate of single values; of another kind it is null, as in JS. SQL passes over nulls, and so do we.
 */
const overItems = (
  args: readonly Piece[],
  node: NodeOf<'call'>,
  work: Work,
  kinds: readonly Shape['kind'][],
  write: (x: string, kind: Shape['kind']) => string,
  writeOther?: (x: string) => string,
): Piece =>
  overRows(args, node, work, (rows) => {
    const { item } = rows
    const { kind } = item.shape
    if (kind === 'any' || kind === 'duration') throw refuseInSql('the type is not known', node)
    const fits = kinds.includes(kind) && !isId(item)
    const other = fits ? null : refuseOrNull(kind, node)
    if (other && !writeOther) return other
    const text = `(${selectFrom(rows, fits ? write(writePiece(item, work, node), kind) : writeOther!(writePiece(item, work, node)))})`
    return scalar(
      rows.absent === undefined ? text : `(case when ${rows.absent} then null else ${text} end)`,
      fits ? item.shape : NUMBER,
      factorsOf(item) + 1,
    )
  })

const refuseOrNull = (kind: Shape['kind'], place: Place): Piece => {
  if (kind === 'list' || kind === 'string' || kind === 'months')
    throw refuseInSql('an aggregate over this', place)
  return NULL
}

const writeEmpty = (value: Piece, place: Place, work: Work): Cond => {
  if (value.is === 'const') return condFromTruth(value.value === null || value.value === '')
  const rows = toRows(value, place, work)
  if (rows) return condOr(isNull(value), condFromText(`(not exists (${selectFrom(rows, '1')}))`))
  const blank =
    value.is === 'scalar' && value.shape.kind === 'string'
      ? condFromText(`(${writePiece(value, work, place)} = '')`)
      : condFromTruth(false)
  return condOr(isNull(value), condAnd(condNot(isNull(value)), blank))
}
