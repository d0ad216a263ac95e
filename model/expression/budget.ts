import { ExpressionError, type Place } from './error.ts'

/** Who wrote what is evaluated: somebody who sends it, or somebody who may change the house. */
export type Author = 'caller' | 'definition'

interface Limits {
  /** Units of work, each one to three tenths of a microsecond of the event loop. */
  readonly steps: number
  /** Items of lists, sixteen letters each of texts, and the like that an evaluation makes. */
  readonly cells: number
  /** Milliseconds after the first look at the clock, for work that was counted too low. */
  readonly ms: number
  /** Words, signs and literals of the source. */
  readonly tokens: number
}

/**
 * What a caller sends may take 50 ms of the event loop, which everybody shares; a definition is written by an
 * administrator and evaluated while somebody waits, so it may take more and must end all the same.
 */
export const limits: Readonly<Record<Author, Limits>> = {
  caller: { steps: 150_000, cells: 80_000, ms: 40, tokens: 2_000 },
  definition: { steps: 1_500_000, cells: 500_000, ms: 400, tokens: 4_000 },
}

/**
 * What is left to one evaluation. Handed down to wherever work grows with the data; may be shared by several
 * evaluations in a row.
 */
export interface Budget {
  readonly author: Author
  steps: number
  cells: number
  /** How many functions of the expression are inside one another. */
  calls: number
  /** At so many steps left the clock is looked at. */
  watch: number
  /** When time is up; 0 until the first look, so that small work never asks for the time. */
  until: number
  /** Where the work that grows stands, for the refusal. */
  at: Place
  readonly now: () => number
}

/** Steps taken until now. */
export const spentOf = ({ author, steps }: Pick<Budget, 'author' | 'steps'>): number =>
  limits[author].steps - steps

const LOOKS = 16

/**
 * A new budget. `now` is the clock in milliseconds that the deadline goes by.
 * @example evaluate(expression, row, { budget: makeBudget('caller') })
 */
export const makeBudget = (author: Author = 'definition', now: () => number = monotonic): Budget => {
  const { steps, cells } = limits[author]
  return { author, steps, cells, calls: 0, watch: steps - steps / LOOKS, until: 0, at: START, now }
}

const START: Place = { from: 0, to: 0 }
const monotonic = (): number => performance.now()

/**
 * Takes `steps` units of work from the budget, whole ones, before they are done. Refuses
 * `expression_too_costly`.
 */
export const spend = (budget: Budget, steps: number): void => {
  if ((budget.steps -= steps) < budget.watch) look(budget)
}

/**
 * Refuses work of which only the most is known, where that is more than is left, or when time is up. It is
 * not taken.
 */
export const afford = (budget: Budget, steps: number): void => {
  if (steps > budget.steps) throw tooCostly(budget)
  if (steps > DEAR) look(budget)
}

const DEAR = 1000

/** Takes `cells` of memory from the budget, before they are made. Refuses `expression_too_costly`. */
export const hold = (budget: Budget, cells: number): void => {
  if ((budget.cells -= cells) < 0) throw tooCostly(budget)
}

/** The cells of a text of so many letters. */
export const cellsOfText = (length: number): number => length >> 4

const look = (budget: Budget): void => {
  if (budget.steps < 0) throw tooCostly(budget)
  const { steps, ms } = limits[budget.author]
  const now = budget.now()
  if (budget.until === 0) budget.until = now + ms
  if (now > budget.until) throw tooCostly(budget)
  budget.watch = Math.max(0, budget.steps - steps / LOOKS)
}

export const tooCostly = ({ at }: Pick<Budget, 'at'>): ExpressionError =>
  new ExpressionError(
    'expression_too_costly',
    {
      zh: '表达式的计算量太大：请减少循环次数、列表长度或文本长度',
      en: 'The expression takes too much work: loop less often, or over shorter lists and texts',
    },
    at,
  )

/**
 * What is nested too deeply for the stack is refused like any other work without end, and never looks like a
 * fault of the house.
 */
export const refusalOf = (error: unknown, at: Place): unknown => {
  if (error instanceof RangeError) return /call stack/.test(error.message) ? tooDeep(at) : unusable(at)
  return error instanceof Error && error.message.startsWith('[DecimalError]') ? unusable(at) : error
}

/** A moment or a number at the very edge of what can be counted with. */
const unusable = (at: Place): ExpressionError =>
  new ExpressionError(
    'value_unusable',
    {
      zh: '表达式中有值超出可计算的范围',
      en: 'A value in the expression is beyond what can be counted with',
    },
    at,
  )

/** Runs what recurses with the source. */
export const withinStack = <T>(at: Place, run: () => T): T => {
  try {
    return run()
  } catch (error) {
    throw refusalOf(error, at)
  }
}

export const tooDeep = (at: Place): ExpressionError =>
  new ExpressionError(
    'too_deep',
    {
      zh: '表达式嵌套太深，请减少括号、条件或循环的层数',
      en: 'The expression is nested too deeply: use fewer levels',
    },
    at,
  )
