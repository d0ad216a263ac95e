import type { Node, NodeId, Process } from './definition.ts'

export interface Edge {
  readonly to: NodeId
  /** A rejection or a failure, which may leave a fork without passing its join. */
  readonly breaks: boolean
}

export const edgesOf = (node: Node): Edge[] => {
  const on = (to: NodeId | undefined): Edge[] => (to === undefined ? [] : [{ to, breaks: false }])
  const off = (to: NodeId | undefined): Edge[] => (to === undefined ? [] : [{ to, breaks: true }])
  switch (node.kind) {
    case 'end':
      return []
    case 'exclusive':
      return [...node.branches.flatMap((branch) => on(branch.next)), ...on(node.default)]
    case 'parallel':
      return node.branches.flatMap(on)
    case 'approval':
      return [...on(node.next), ...off(node.rejected)]
    case 'wait':
      return [...on(node.next), ...on(node.timeout_next)]
    case 'subprocess':
      return [...on(node.next), ...off(node.rejected), ...off(node.failed)]
    case 'action':
    case 'call':
      return [...on(node.next), ...off(node.failed)]
    default:
      return on(node.next)
  }
}

/**
 * The forks around every reachable node, the outermost first. A node reached along several ways is inside
 * only what all of them share; a join stands where its fork stands. Longest common prefix to a fixed point:
 * lists only shrink, so it ends.
 */
export const findEnclosures = (definition: Process): Map<NodeId, readonly NodeId[]> => {
  const found = new Map<NodeId, readonly NodeId[]>()
  const work: [NodeId, readonly NodeId[]][] = [[definition.start.next, []]]
  for (let item = work.pop(); item; item = work.pop()) {
    const [id, reached] = item
    const node = definition.nodes[id]
    const before = found.get(id)
    const around = before ? commonPrefix(before, reached) : reached
    if (!node || (before && around.length === before.length)) continue
    found.set(id, around)
    const inside = node.kind === 'parallel' ? [...around, id] : around
    for (const { to } of edgesOf(node)) work.push([to, outsideJoin(definition, inside, to)])
  }
  return found
}

const outsideJoin = (definition: Process, inside: readonly NodeId[], to: NodeId): readonly NodeId[] => {
  const at = inside.findLastIndex((fork) => joinOf(definition, fork) === to)
  return at < 0 ? inside : inside.slice(0, at)
}

export const joinOf = (definition: Process, fork: NodeId): NodeId | undefined => {
  const node = definition.nodes[fork]
  return node?.kind === 'parallel' ? node.join : undefined
}

const commonPrefix = (one: readonly NodeId[], other: readonly NodeId[]): readonly NodeId[] => {
  const differs = one.findIndex((id, at) => other[at] !== id)
  return differs < 0 ? one : one.slice(0, differs)
}
