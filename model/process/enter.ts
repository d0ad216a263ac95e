import type { Feel, Node, WaitNode } from './definition.ts'
import type { Awaiting, Token } from './instance.ts'
import { raise } from './exception.ts'
import { finish, fork, goOn, join } from './move.ts'
import { log, momentAfter, namesOf, nextId, type Run } from './run.ts'
import { seatApprovers, seatFillers } from './seat.ts'
import { findPeople } from './staff.ts'

/** What a token does on arriving at a node. */
export const enter = (run: Run, token: Token, node: Node): void => {
  log(run, { what: 'entered', node: token.node })
  switch (node.kind) {
    case 'approval':
      return seatApprovers(run, token, node)
    case 'fill':
      return seatFillers(run, token, node)
    case 'notify':
      tell(run, token, node)
      return goOn(run, token, node.next)
    case 'exclusive': {
      const taken = node.branches.find((branch) => run.env.holds(branch.when, namesOf(run)))
      return goOn(run, token, taken?.next ?? node.default)
    }
    case 'parallel':
      return fork(run, token, node)
    case 'join':
      return join(run, token, node.next)
    case 'wait':
      return wait(run, token, node)
    case 'end':
      return finish(run, node.outcome, token.node)
    case 'subprocess': {
      const { id } = hold(run, token, 'child')
      return void run.effects.push({
        kind: 'start_child',
        id,
        process: node.process,
        input: read(run, node.input),
      })
    }
    case 'action': {
      const { id } = hold(run, token, 'action')
      return void run.effects.push({
        kind: 'run_action',
        id,
        action: node.action,
        input: read(run, node.input),
      })
    }
    case 'call': {
      const { id } = hold(run, token, 'call')
      return void run.effects.push({ kind: 'call', id, call: node.call, input: read(run, node.input) })
    }
  }
}

const tell = (run: Run, token: Token, node: Extract<Node, { kind: 'notify' }>): void => {
  const users = findPeople(run, token.node, node.to)
  if (users.length > 0)
    run.effects.push({
      kind: 'notify',
      id: nextId(run),
      users,
      message: node.message ?? node.label,
      node: token.node,
    })
}

const hold = (run: Run, token: Token, kind: Awaiting['kind'], more: Partial<Awaiting> = {}): Awaiting => {
  token.awaiting = { kind, id: nextId(run), ...more }
  if (more.at !== undefined) run.effects.push({ kind: 'set_due', id: token.awaiting.id, at: more.at })
  return token.awaiting
}

const read = (run: Run, input: Readonly<Record<string, Feel>> = {}): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(input).map(([name, feel]) => [name, run.env.evaluate(feel, namesOf(run))]),
  )

const wait = (run: Run, token: Token, node: WaitNode): void => {
  if ('event' in node.for) {
    const at = node.timeout === undefined ? {} : { at: momentAfter(run, node.timeout) }
    return void hold(run, token, 'event', { event: node.for.event, ...at })
  }
  if ('duration' in node.for)
    return void hold(run, token, 'time', { at: momentAfter(run, node.for.duration) })
  const at = toMoment(run.env.evaluate(node.for.until, namesOf(run)))
  if (at !== undefined) return void hold(run, token, 'time', { at })
  raise(run, token, 'no_date', {
    zh: `节点“${node.label.zh}”要等的日期是空的，请填写后重试`,
    en: `"${node.label.en ?? node.label.zh}" waits for a date that is empty: fill it in and retry`,
  })
}

/** An empty date must not mean "now": a reminder before an unknown delivery date would go out at once. */
const toMoment = (value: unknown): string | undefined => {
  const time =
    value instanceof Date ? value.getTime() : typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isNaN(time) ? undefined : new Date(time).toISOString()
}
