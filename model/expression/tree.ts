import type { Place } from './error.ts'
import type { Scope } from './scope.ts'
import type { Value } from './value.ts'

export type CompareOp = '=' | '!=' | '<' | '<=' | '>' | '>='
export type ArithmeticOp = '+' | '-' | '*' | '/' | '**'

export interface Binding {
  readonly name: string
  readonly of: Node
}

/**
 * The tree our evaluator, type checker and SQL compiler share: the grammar's tree without its punctuation.
 */
export type Node = Place &
  (
    | { readonly is: 'literal'; readonly value: Value }
    | { readonly is: 'name'; readonly name: string }
    | { readonly is: 'input' }
    | { readonly is: 'path'; readonly of: Node; readonly name: string }
    | { readonly is: 'filter'; readonly of: Node; readonly by: Node }
    | { readonly is: 'negate'; readonly of: Node }
    | { readonly is: 'arithmetic'; readonly op: ArithmeticOp; readonly left: Node; readonly right: Node }
    | { readonly is: 'compare'; readonly op: CompareOp; readonly left: Node; readonly right: Node }
    | { readonly is: 'between'; readonly of: Node; readonly low: Node; readonly high: Node }
    | { readonly is: 'in'; readonly of: Node; readonly tests: readonly Node[] }
    | { readonly is: 'and' | 'or'; readonly left: Node; readonly right: Node }
    | { readonly is: 'if'; readonly when: Node; readonly then: Node; readonly else: Node }
    | { readonly is: 'some' | 'every'; readonly over: readonly Binding[]; readonly satisfies: Node }
    | { readonly is: 'for'; readonly over: readonly Binding[]; readonly gives: Node }
    | { readonly is: 'list'; readonly items: readonly Node[] }
    | { readonly is: 'context'; readonly entries: readonly Binding[] }
    | {
        readonly is: 'call'
        readonly name: string
        readonly on: Node
        readonly args: readonly Node[]
        readonly named?: readonly string[]
      }
    | {
        readonly is: 'function'
        readonly params: readonly string[]
        /** The types that are written with the parameters, in their places. */
        readonly types?: readonly (string | undefined)[]
        readonly body: Node
      }
    | { readonly is: 'instance'; readonly of: Node; readonly type: string }
    /** `[1..5]`; `steps` is the bare `1..5` of a `for`. */
    | {
        readonly is: 'range'
        readonly start: Node
        readonly end: Node
        readonly startIn: boolean
        readonly endIn: boolean
        readonly steps?: boolean
      }
    /** `> 5`, a test still waiting for what it tests. */
    | { readonly is: 'test'; readonly op: CompareOp; readonly right: Node }
    /** A cell of a decision table; `any` is the dash. */
    | { readonly is: 'tests'; readonly not: boolean; readonly tests: readonly Node[] | 'any' }
  )

export type NodeOf<K extends Node['is']> = Extract<Node, { is: K }>

/** A parsed expression. Everything but `source` is for this folder only. */
export interface Expression {
  readonly source: string
  readonly root: Node
  /** The scope it was checked against: also what its values are lifted by. */
  readonly scope?: Scope
}

/** The nodes directly inside, in the order they are written. */
export const partsOf = (node: Node): readonly Node[] => {
  switch (node.is) {
    case 'literal':
    case 'name':
    case 'input':
      return []
    case 'path':
    case 'negate':
    case 'instance':
      return [node.of]
    case 'filter':
      return [node.of, node.by]
    case 'arithmetic':
    case 'compare':
    case 'and':
    case 'or':
      return [node.left, node.right]
    case 'between':
      return [node.of, node.low, node.high]
    case 'in':
      return [node.of, ...node.tests]
    case 'if':
      return [node.when, node.then, node.else]
    case 'some':
    case 'every':
      return [...node.over.map(({ of }) => of), node.satisfies]
    case 'for':
      return [...node.over.map(({ of }) => of), node.gives]
    case 'list':
      return node.items
    case 'context':
      return node.entries.map(({ of }) => of)
    case 'call':
      return [node.on, ...node.args]
    case 'function':
      return [node.body]
    case 'range':
      return [node.start, node.end]
    case 'test':
      return [node.right]
    case 'tests':
      return node.tests === 'any' ? [] : node.tests
  }
}
