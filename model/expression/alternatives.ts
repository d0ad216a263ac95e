import type { Expression, Node } from './tree.ts'

/** The parts of a condition that holds when any of them does. */
export const alternativesOf = (expression: Expression): readonly Expression[] =>
  spread(expression.root).map((root) => ({ ...expression, root }))

const spread = (node: Node): readonly Node[] =>
  node.is === 'or' ? [...spread(node.left), ...spread(node.right)] : [node]

export interface Pinned {
  readonly field: string
  /** The name that gives the value, or the list of values. */
  readonly by: string | null
  readonly of: 'one' | 'list'
}

/**
 * What a condition of the form `owner = me`, `owner = null` or `department in my_departments` pins, null for
 * every other.
 */
export function pinnedBy({ root }: Expression): Pinned | null {
  if (root.is === 'compare' && root.op === '=' && root.left.is === 'name') {
    if (root.right.is === 'name') return { field: root.left.name, by: root.right.name, of: 'one' }
    if (root.right.is === 'literal' && root.right.value === null)
      return { field: root.left.name, by: null, of: 'one' }
  }
  const [test, ...others] = root.is === 'in' ? root.tests : []
  return root.is === 'in' && root.of.is === 'name' && test?.is === 'name' && others.length === 0
    ? { field: root.of.name, by: test.name, of: 'list' }
    : null
}
