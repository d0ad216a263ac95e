import type { ApprovalNode, AskingNode, FillNode } from './definition.ts'
import { countBallot } from './ballot.ts'
import type { Seat, Task, Token } from './instance.ts'
import { breakOut, finish, goOn } from './move.ts'
import { log, openTasks, type Run } from './run.ts'
import { findStaff } from './staff.ts'
import { closeTask, openTask } from './task.ts'

/**
 * One seat each; a sequence is one seat whose steps follow one another. A token that comes straight back
 * brings its seats.
 */
export const seatApprovers = (run: Run, token: Token, node: ApprovalNode): void => {
  const people = token.seats ? [] : findStaff(run, token, node)
  if (!token.seats && people.length === 0) return
  token.seats ??= newSeats(run, token, people, node)
  if (countBallot(node.mode, token.seats)) return conclude(run, token, node)
  token.seats.forEach((seat, at) => askNext(run, token, node, { seat, at }))
}

const newSeats = (run: Run, token: Token, people: readonly string[], node: ApprovalNode): Seat[] => {
  const agreed = run.definition.repeated === 'agreed' ? findAgreed(run) : []
  for (const by of people.filter((person) => agreed.includes(person)))
    log(run, { what: 'agreed_before', by, node: token.node })
  const steps = people.map((person) => (agreed.includes(person) ? [] : [[person]]))
  const chains = node.mode === 'sequential' ? [steps.flat()] : steps
  return chains.map((then) => ({ status: then.length > 0 ? 'open' : 'approved', then }))
}

/** Who has approved since it was last returned or rejected: the record they agreed to is this one. */
const findAgreed = (run: Run): string[] => {
  const { history } = run.instance
  const since = history.findLastIndex((line) => line.what === 'return' || line.what === 'rejected')
  return history
    .slice(since + 1)
    .flatMap((line) => (line.what === 'approve' && line.by !== undefined ? [line.by] : []))
}

/** Whoever fills it in first has done it for all. */
export const seatFillers = (run: Run, token: Token, node: FillNode): void => {
  for (const assignee of findStaff(run, token, node)) {
    openTask(run, token, { kind: 'fill', assignee, title: node.label, due: node.due, form: node.fields })
  }
}

/** Seats one more person in a seat, now. */
export const askSigner = (
  run: Run,
  token: Token,
  node: AskingNode,
  who: { assignee: string; seat: number; added_by?: string },
): Task =>
  openTask(run, token, { kind: 'approve', title: node.label, due: node.due, form: node.fields, ...who })

const askNext = (
  run: Run,
  token: Token,
  node: ApprovalNode,
  { seat, at }: { seat: Seat; at: number },
): void => {
  for (const assignee of seat.then.shift() ?? []) askSigner(run, token, node, { assignee, seat: at })
}

/**
 * After a vote: the seat's next step, its verdict, and the verdict of the whole node. The voter's own task is
 * already closed.
 */
export const takeVote = (
  run: Run,
  token: Token,
  node: ApprovalNode,
  vote: { seat: number; agrees: boolean },
): void => {
  const seats = token.seats ?? []
  const seat = seats[vote.seat]
  if (!seat) return
  const others = openTasks(run, token).filter((task) => task.seat === vote.seat)
  if (!vote.agrees) {
    seat.status = 'rejected'
    for (const task of others) closeTask(run, task, { reason: 'decided_by_others' })
  } else if (others.length === 0) {
    if (seat.then.length > 0) askNext(run, token, node, { seat, at: vote.seat })
    else seat.status = 'approved'
  }
  conclude(run, token, node)
}

const conclude = (run: Run, token: Token, node: ApprovalNode): void => {
  const verdict = countBallot(node.mode, token.seats ?? [])
  if (!verdict) return
  for (const task of openTasks(run, token)) closeTask(run, task, { reason: 'decided_by_others' })
  log(run, { what: verdict, node: token.node })
  if (verdict === 'approved') goOn(run, token, node.next)
  else if (node.rejected === undefined) finish(run, 'rejected', token.node)
  else breakOut(run, token, node.rejected)
}
