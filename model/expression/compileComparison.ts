import { compare, type Truth } from './compare.ts'
import { peekNumber, type Compile, type Run } from './env.ts'
import type { CompareOp, NodeOf } from './tree.ts'
import { isNumber, type Numeric, type Value } from './value.ts'

export const compileComparison = (node: NodeOf<'compare'>, compile: Compile): Run => {
  const [op, left, right] = [node.op, compile(node.left), compile(node.right)]
  const slow: Run = (env) => compare(op, left(env), right(env), env.clock)
  if (node.left.is !== 'name' || node.right.is !== 'literal') return slow
  const [{ name }, limit] = [node.left, shortNumber(node.right.value)]
  if (limit === null) return slow
  const test = TESTS[op]
  return (env) => {
    const value = peekNumber(env, name)
    return value === undefined ? slow(env) : test(value, limit)
  }
}

/** So many digits are told apart by the numbers of JavaScript, and stand in the same order. */
const SAFE_DIGITS = 15

const shortNumber = (value: Value): number | null =>
  isNumber(value) && value.precision() <= SAFE_DIGITS && isModest(value) ? value.toNumber() : null

const isModest = ({ e }: Numeric): boolean => Math.abs(e) <= SAFE_DIGITS

const TESTS: Readonly<Record<CompareOp, (a: number, b: number) => Truth>> = {
  '=': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
}
