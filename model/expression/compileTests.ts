import type { Clock } from './builtins/builtin.ts'
import { compare, contained, not, or, type Truth } from './compare.ts'
import { bind, findName, INPUT, type Compile, type Env, type Run } from './env.ts'
import { partsOf, type CompareOp, type Node, type NodeOf } from './tree.ts'
import { isNumber, type Value } from './value.ts'

/** Does it hold for what is tested? The names around it are those of `env`. */
export type Test = (input: Value, env: Env) => Value

/** `5 in (1, > 4)`. */
export const compileIn = (node: NodeOf<'in'>, compile: Compile): Run => {
  const [of, test] = [compile(node.of), compileTests(node.tests, compile)]
  return (env) => test(of(env), env)
}

/** A cell of a decision table, for what stands under `?`. */
export const compileUnary = (node: NodeOf<'tests'>, compile: Compile): Run => {
  const test = compileCell(node, compile)
  return (env) => test(findInput(env), env)
}

/** A cell of a decision table, for what is handed to it. */
export const compileCell = (node: NodeOf<'tests'>, compile: Compile): Test => {
  if (node.tests === 'any') return () => true
  const test = compileTests(node.tests, compile)
  return node.not ? (input, env) => not(test(input, env)) : test
}

/** `>= 2` where nothing is tested is the range of what would pass. */
export const compileTest = (node: NodeOf<'test'>, compile: Compile): Run => {
  const right = compile(node.right)
  return (env) => {
    const input = findName(env, INPUT)
    const value = right(env)
    return input === undefined ? rangeOf(node.op, value) : compare(node.op, input, value, env.clock)
  }
}

const rangeOf = (op: CompareOp, value: Value): Value => {
  if (value === null || op === '!=') return null
  const range = {
    kind: 'range',
    startIn: op === '>=' || op === '=',
    endIn: op === '<=' || op === '=',
  } as const
  if (op === '=') return { ...range, start: value, end: value }
  return op === '>' || op === '>='
    ? { ...range, start: value, end: null, endless: 'end' }
    : { ...range, start: null, end: value, endless: 'start' }
}

export const mentionsInput = (node: Node): boolean => node.is === 'input' || partsOf(node).some(mentionsInput)

const findInput = (env: Env): Value => findName(env, INPUT) ?? null

/** One of the tests holds for the value. */
const compileTests = (tests: readonly Node[], compile: Compile): Test => {
  const words = wordsOf(tests)
  const [first, ...others] = tests.map((test) => compileOne(test, compile))
  if (first === undefined) return () => false
  const either: Test =
    others.length === 0
      ? (input, env) => or(false, first(input, env))
      : (input, env) =>
          others.reduce<Truth>(
            (truth, test) => (truth === true ? true : or(truth, test(input, env))),
            or(false, first(input, env)),
          )
  return words ? (input, env) => (typeof input === 'string' ? words.has(input) : either(input, env)) : either
}

/** Longer texts are paid for when they are compared. */
const WORD_MAX = 256

/** A choice of short texts, which is looked up rather than compared with one after the other. */
const wordsOf = (tests: readonly Node[]): ReadonlySet<string> | null => {
  const words = tests.map((test) => (test.is === 'literal' ? test.value : null))
  return words.every((word) => typeof word === 'string' && word.length <= WORD_MAX)
    ? new Set(words as string[])
    : null
}

/** A test that is true by itself and speaks of `?` holds as it stands. */
const compileOne = (test: Node, compile: Compile): Test => {
  const speaks = mentionsInput(test)
  if (test.is === 'test') {
    const [right, { op }] = [compile(test.right), test]
    return (input, env) => compare(op, input, right(speaks ? bind(env, INPUT, input) : env), env.clock)
  }
  const run = compile(test)
  if (!speaks) return (input, env) => isIn(input, run(env), env.clock)
  return (input, env) => {
    const verdict = run(bind(env, INPUT, input))
    return typeof verdict === 'boolean' ? verdict : contained(input, verdict, env.clock)
  }
}

/** Most of what a cell holds is one number or text. */
const isIn = (input: Value, test: Value, clock: Clock): Truth =>
  input !== null && test !== null && isNumber(input) && isNumber(test)
    ? input.eq(test)
    : contained(input, test, clock)
