import { partsOf, type Node } from './tree.ts'

const weights = new WeakMap<Node, number>()

/**
 * What one evaluation of a tree costs at most, in steps of the budget, each part counted once: loops and
 * functions are paid for again with every turn. A name is looked for through every loop around it.
 */
export const weightOf = (node: Node, loops = 0): number => {
  const known = weights.get(node)
  if (known !== undefined) return known
  const inner = LOOPS.has(node.is) ? loops + 1 : loops
  const own = (OWN[node.is] ?? 2) + (node.is === 'name' ? loops >> 2 : 0)
  const weight = partsOf(node).reduce((sum, part) => sum + weightOf(part, inner), own)
  weights.set(node, weight)
  return weight
}

const OWN: Partial<Record<Node['is'], number>> = {
  literal: 1,
  name: 3,
  input: 3,
  arithmetic: 4,
  compare: 3,
  call: 5,
  context: 6,
}
const LOOPS: ReadonlySet<string> = new Set(['for', 'some', 'every', 'filter', 'function', 'context', 'in'])
