import { calculate, negate } from './arithmetic.ts'
import { hold } from './budget.ts'
import { and, compare, or } from './compare.ts'
import { compileCall, compileFunction } from './compileCalls.ts'
import { compileComparison } from './compileComparison.ts'
import { compileBindings, compileFilter, compileFor, compileQuantified } from './compileLoops.ts'
import { compilePath } from './compilePath.ts'
import { compileIn, compileTest, compileUnary } from './compileTests.ts'
import { findName, INPUT, type Env, type Run } from './env.ts'
import { compileInstance } from './instance.ts'
import type { Binding, Node, NodeOf } from './tree.ts'
import type { Value } from './value.ts'

const compiled = new WeakMap<Node, Run>()

export const compileNode = (node: Node): Run => {
  const known = compiled.get(node)
  if (known) return known
  const made = build(node)
  compiled.set(node, made)
  return made
}

const build = (node: Node): Run => {
  switch (node.is) {
    case 'literal': {
      const { value } = node
      return () => value
    }
    case 'name': {
      const { name } = node
      return (env) => findName(env, name) ?? null
    }
    case 'input':
      return (env) => findName(env, INPUT) ?? null
    case 'path':
      return compilePath(node, compileNode)
    case 'filter':
      return compileFilter(node, compileNode)
    case 'negate':
      return compileNegation(node)
    case 'arithmetic': {
      const [op, left, right] = [node.op, compileNode(node.left), compileNode(node.right)]
      return (env) => calculate(op, left(env), right(env), env.clock)
    }
    case 'compare':
      return compileComparison(node, compileNode)
    case 'between': {
      const [of, low, high] = [compileNode(node.of), compileNode(node.low), compileNode(node.high)]
      return (env) => {
        const value = of(env)
        return and(compare('>=', value, low(env), env.clock), compare('<=', value, high(env), env.clock))
      }
    }
    case 'in':
      return compileIn(node, compileNode)
    case 'tests':
      return compileUnary(node, compileNode)
    case 'test':
      return compileTest(node, compileNode)
    case 'and':
    case 'or':
      return compileLogic(node)
    case 'if': {
      const [when, yes, no] = [compileNode(node.when), compileNode(node.then), compileNode(node.else)]
      return (env) => (when(env) === true ? yes(env) : no(env))
    }
    case 'some':
    case 'every':
      return compileQuantified(node, compileNode)
    case 'for':
      return compileFor(node, compileNode)
    case 'list': {
      const items = node.items.map(compileNode)
      return (env) => {
        hold(env.clock.budget, items.length)
        return items.map((item) => item(env))
      }
    }
    case 'context':
      return compileContext(node.entries)
    case 'call':
      return compileCall(node, compileNode)
    case 'function':
      return compileFunction(node, compileNode)
    case 'instance':
      return compileInstance(node, compileNode)
    case 'range':
      return compileRange(node)
  }
}

/** What is written out is computed once. */
const compileNegation = (node: NodeOf<'negate'>): Run => {
  const of = compileNode(node.of)
  if (node.of.is === 'literal') {
    const value = negate(node.of.value)
    return () => value
  }
  return (env) => negate(of(env))
}

const compileRange = ({ start, end, startIn, endIn }: NodeOf<'range'>): Run => {
  if (start.is === 'literal' && end.is === 'literal') {
    const range: Value = { kind: 'range', start: start.value, end: end.value, startIn, endIn }
    return () => range
  }
  const [from, to] = [compileNode(start), compileNode(end)]
  return (env) => ({ kind: 'range', start: from(env), end: to(env), startIn, endIn })
}

const compileLogic = (node: NodeOf<'and' | 'or'>): Run => {
  const [left, right] = [compileNode(node.left), compileNode(node.right)]
  if (node.is === 'and')
    return (env) => {
      const a = left(env)
      return a === false ? false : and(a, right(env))
    }
  return (env) => {
    const a = left(env)
    return a === true ? true : or(a, right(env))
  }
}

const compileContext = (entries: readonly Binding[]): Run => {
  const parts = compileBindings(entries, compileNode)
  return (env) => {
    hold(env.clock.budget, 1 + parts.length)
    const raw: Record<string, Value> = {}
    const inner: Env = { clock: env.clock, up: env, row: { kind: 'context', literal: true, raw } }
    for (const { name, of } of parts)
      Object.defineProperty(raw, name, {
        value: of(inner),
        enumerable: true,
        configurable: true,
        writable: true,
      })
    return { kind: 'context', literal: true, raw }
  }
}
