import type { NodeId, Outcome, ParallelNode } from './definition.ts'
import { START } from './definition.ts'
import { findEnclosures, joinOf } from './enclosure.ts'
import type { CloseReason, Seat, Token } from './instance.ts'
import { log, nextId, openTasks, type Run } from './run.ts'
import { closeTask } from './task.ts'

/** A token on its way: it enters its node when the loop comes to it. */
export const send = (run: Run, token: Token, target: NodeId): void => {
  leaveForks(run, token, target)
  place(run, token, target)
}

/** After a node is done: on to the next, or straight back to whoever returned it here. */
export const goOn = (run: Run, token: Token, next: NodeId): void => {
  const back = token.resume.pop()
  if (back === undefined) return send(run, token, next)
  place(run, token, back.node)
  if (back.seats) token.seats = back.seats
}

/** A rejection, a failure or a re-run does not come back. */
export const breakOut = (run: Run, token: Token, target: NodeId): void => {
  token.resume = []
  send(run, token, target)
}

/** Moves without leaving any fork, because the token will come back. */
export const visit = (run: Run, token: Token, target: NodeId, seats: Seat[]): void => {
  token.resume.push({ node: token.node, ...(seats.length > 0 && { seats }) })
  place(run, token, target)
}

export const place = (run: Run, token: Token, target: NodeId): void => {
  token.node = target
  delete token.seats
  delete token.awaiting
  delete token.problem
  run.ready.push(token.id)
}

export const addToken = (run: Run, node: NodeId, forks: Token['forks'] = []): Token => {
  const token: Token = { id: nextId(run), node, forks, resume: [] }
  run.instance.tokens.push(token)
  run.ready.push(token.id)
  return token
}

export const fork = (run: Run, token: Token, { branches, join: onwards }: ParallelNode): void => {
  if (branches.length === 0) return send(run, token, onwards)
  const forks = [...token.forks, { node: token.node, id: nextId(run) }]
  removeToken(run, token)
  for (const branch of branches) addToken(run, branch, forks)
}

/** Waits at the join until every living token of the fork stands there, then goes on as one. */
export const join = (run: Run, token: Token, next: NodeId): void => {
  const inner = token.forks.at(-1)
  if (!inner || joinOf(run.definition, inner.node) !== token.node) return send(run, token, next)
  token.awaiting = { kind: 'join', id: inner.id }
  settleJoin(run, inner.id)
}

const settleJoin = (run: Run, forkId: string): void => {
  const living = run.instance.tokens.filter((token) => token.forks.some((one) => one.id === forkId))
  const first = living[0]
  if (!first || living.some((token) => token.awaiting?.kind !== 'join' || token.awaiting.id !== forkId))
    return
  const node = run.definition.nodes[first.node]
  for (const token of living.slice(1)) removeToken(run, token)
  first.forks = first.forks.slice(0, -1)
  delete first.awaiting
  if (node?.kind === 'join') send(run, first, node.next)
}

/** How many of the token's forks still surround the target. */
export const depthAt = (run: Run, token: Token, target: NodeId): number => {
  if (token.forks.length === 0) return 0
  const at = token.forks.findLastIndex((one) => joinOf(run.definition, one.node) === target)
  if (at >= 0) return at + 1
  if (target === START) return 0
  return Math.min(findEnclosures(run.definition).get(target)?.length ?? 0, token.forks.length)
}

const leaveForks = (run: Run, token: Token, target: NodeId): void => {
  const left = token.forks[depthAt(run, token, target)]
  if (!left) return
  const inside = run.instance.tokens.filter(
    (other) => other !== token && other.forks.some((one) => one.id === left.id),
  )
  for (const other of inside) dropToken(run, other, 'cancelled')
  token.forks = token.forks.slice(0, token.forks.indexOf(left))
}

/** Takes a token off the board together with everything that waits for it. */
const dropToken = (run: Run, token: Token, reason: CloseReason): void => {
  for (const task of openTasks(run, token)) closeTask(run, task, { reason })
  stopWaiting(run, token)
  removeToken(run, token)
}

export const stopWaiting = (run: Run, token: Token): void => {
  const { awaiting } = token
  if (awaiting?.at) run.effects.push({ kind: 'clear_due', id: awaiting.id })
  if (awaiting?.kind === 'child') run.effects.push({ kind: 'cancel_child', id: awaiting.id })
  delete token.awaiting
}

const removeToken = (run: Run, token: Token): void => {
  run.instance.tokens = run.instance.tokens.filter((other) => other !== token)
}

/** The end of the whole instance, whichever branch got there: what is still open elsewhere is closed. */
export const finish = (run: Run, outcome: Outcome, node?: NodeId): void => {
  for (const token of run.instance.tokens) dropToken(run, token, 'cancelled')
  run.ready.length = 0
  run.instance.status = 'ended'
  run.instance.outcome = outcome
  log(run, { what: 'ended', outcome, ...(node && { node }) })
  if (run.definition.lock) run.effects.push({ kind: 'unlock' })
  run.effects.push({ kind: 'ended', outcome })
}
