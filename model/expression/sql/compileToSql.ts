import { makeBudget, withinStack, type Budget } from '../budget.ts'
import { checkNames } from '../check.ts'
import type { Env } from '../env.ts'
import { ExpressionError } from '../error.ts'
import { DEFAULT_ZONE, makeClock } from '../evaluate.ts'
import { liftRow, liftValue } from '../lift.ts'
import { findEntry, type Scope } from '../scope.ts'
import type { Expression } from '../tree.ts'
import { compilePiece } from './compile.ts'
import { bounded, condOf, makeConst, writePiece, type Names, type Work } from './piece.ts'
import { pieceOfEntry } from './rows.ts'
import { shapeOfValue } from '../shape.ts'

export interface SqlText {
  readonly text: string
  readonly params: readonly unknown[]
}

export interface SqlOptions {
  readonly scope: Scope
  /** Alias of the base row, used unquoted. */
  readonly base: string
  /** The values of the scope's entries without a column: `me`, `my_departments`. */
  readonly parameters?: Readonly<Record<string, unknown>>
  /** The number of the first placeholder, 1 unless told. */
  readonly firstParam?: number
  readonly now?: Date
  readonly zone?: string
  /**
   * A condition is true exactly when the expression is; a value keeps null apart from false. Conditions
   * unless told.
   */
  readonly as?: 'condition' | 'value'
  /** What compiling may cost, with what needs no row; one of its own, as for a definition, unless told. */
  readonly budget?: Budget
}

/**
 * The expression as one parameterised SQL value. Parts that need no row are computed here and passed as
 * parameters. Refuses with `not_in_sql` what SQL would not answer exactly alike.
 * @example compileToSql(parseExpression('owner = me', scope), { scope, base: 't', parameters: { me } }) // {
 * text: 't."owner" = $1::uuid', params: [me] }
 */
export const compileToSql = (expression: Expression, options: SqlOptions): SqlText => {
  const { scope, as = 'condition', budget = makeBudget() } = options
  const { root } = expression
  return withinStack(root, () => {
    if (expression.scope !== scope) checkNames(root, scope, budget)
    const params: unknown[] = []
    const { work, names } = prepare({ ...options, budget }, params)
    const piece = compilePiece(root, names, work)
    const text = as === 'condition' ? condOf(piece, root).t() : writePiece(piece, work, root)
    return number(nameAliases(bounded(text, root), options.base), params, options.firstParam ?? 1)
  })
}

const prepare = (options: SqlOptions, params: unknown[]): { work: Work; names: Names } => {
  const { scope, base, parameters = {}, now = new Date(), zone = DEFAULT_ZONE, budget } = options
  const clock = makeClock({ now, zone, ...(budget ? { budget } : {}) })
  let aliases = 0
  const work: Work = {
    clock,
    // Placeholders are numbered at the end, so that a parameter whose text was not needed leaves no gap.
    param: (value, type) => `\u0001${params.push(value) - 1}\u0002::${type}`,
    closed: new WeakMap(),
    alias: () => `\u0003${++aliases}\u0004`,
    compile: (node, names) => compilePiece(node, names, work),
  }
  const env: Env = { clock, row: liftRow(parameters, scope) }
  const names: Names = {
    env,
    find: (name) => {
      const entry = findEntry(scope, name)
      if (!entry) return undefined
      if (entry.is !== 'value' || entry.column !== undefined) return pieceOfEntry(entry, base, work)
      if (!Object.hasOwn(parameters, name)) throw missingParameter(name)
      const value = liftValue(parameters[name], entry, clock)
      return makeConst(value, shapeOfValue(value, clock.budget))
    },
  }
  return { work, names }
}

const missingParameter = (name: string): ExpressionError =>
  new ExpressionError(
    'parameter_missing',
    { zh: `查询时没有给出“${name}”的值`, en: `The query was given no value for "${name}"` },
    { from: 0, to: 0 },
  )

/** In the order of their appearance, so that the text does not depend on how it was found. */
const nameAliases = (text: string, base: string): string => {
  const names = new Map<string, string>()
  return text.replace(/\u0003\d+\u0004/g, (mark) => {
    if (!names.has(mark)) names.set(mark, `${base}_${names.size + 1}`)
    return names.get(mark)!
  })
}

const number = (text: string, params: readonly unknown[], first: number): SqlText => {
  const places = new Map<number, number>()
  const numbered = text.replace(/\u0001(\d+)\u0002/g, (_all, digits: string) => {
    const index = Number(digits)
    const place = places.get(index) ?? places.size
    places.set(index, place)
    return `$${first + place}`
  })
  return { text: numbered, params: [...places.keys()].map((index) => params[index]) }
}
