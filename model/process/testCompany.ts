import { advance } from './advance.ts'
import { defineProcess, type Assignee, type Node, type Process } from './definition.ts'
import type { Effect, Env } from './effect.ts'
import type { ProcessEvent } from './event.ts'
import { newInstance, type Instance, type Task } from './instance.ts'

/** A small company: Xiao Li sells, Wang is above Li, Zhao above Wang; Admin looks after the system. */
const MANAGERS: Record<string, string> = {
  li: 'wang',
  wang: 'zhao',
  ann: 'wang',
  bob: 'wang',
  cat: 'wang',
  dan: 'wang',
}
const ROLES: Record<string, string[]> = {
  admin: ['admin'],
  director: ['zhao'],
  board: ['ann', 'bob', 'cat'],
  nobody: [],
}

const climb = (user: string | undefined, levels: number): string | undefined =>
  user === undefined || levels === 0 ? user : climb(MANAGERS[user], levels - 1)

export const people = (who: Assignee): string[] => {
  if ('user' in who) return [who.user]
  if ('role' in who) return ROLES[who.role] ?? []
  if ('initiator' in who) return ['li']
  const above = 'manager' in who ? climb(who.of ?? 'li', who.manager) : undefined
  return above === undefined ? [] : [above]
}

export const env = (facts: Record<string, unknown> = {}, more: Partial<Env> = {}): Env => ({
  now: new Date('2026-11-23T08:00:00Z'),
  initiator: 'li',
  evaluate: (feel) => facts[feel] ?? null,
  holds: (feel) => facts[feel] === true,
  people,
  ...more,
})

export const users = (...names: string[]): Assignee[] => names.map((user) => ({ user }))

/** A process of the given nodes, with ends called `yes` and `no`. */
export const process = (next: string, nodes: Record<string, Node>, more: Partial<Process> = {}): Process =>
  defineProcess('review', {
    label: { zh: '评审', en: 'Review' },
    object: 'quote',
    start: { next },
    nodes: {
      ...nodes,
      yes: { kind: 'end', label: { zh: '通过' }, outcome: 'approved' },
      no: { kind: 'end', label: { zh: '驳回' }, outcome: 'rejected' },
    },
    ...more,
  })

/** A play that remembers: say who does what, look at who is asked now. */
export const play = (definition: Process, world: Env = env()) => {
  const log: { event: ProcessEvent; world: Env }[] = []
  let instance: Instance = newInstance({ id: 'i1', definition: definition.name, version: 1 })
  let now = world
  const send = (event: ProcessEvent): Effect[] => {
    const step = advance(definition, instance, event, now)
    log.push({ event, world: now })
    instance = step.instance
    return step.effects
  }
  const open = (): Task[] => instance.tasks.filter((task) => task.status === 'open')
  const taskOf = (user: string): string =>
    open().find((task) => task.assignee === user)?.id ?? `no task of ${user}`
  return {
    send,
    log,
    open,
    taskOf,
    start: (more: object = {}) => send({ kind: 'start', by: 'li', ...more }),
    asked: () =>
      open()
        .map((task) => task.assignee)
        .sort()
        .join(' '),
    instance: () => instance,
    at: (moment: string) => {
      now = { ...now, now: new Date(moment) }
    },
    given: (facts: Env) => {
      now = facts
    },
    approve: (user: string, more: object = {}) =>
      send({ kind: 'task_completed', task: taskOf(user), by: user, outcome: 'approve', ...more }),
    reject: (user: string) =>
      send({ kind: 'task_completed', task: taskOf(user), by: user, outcome: 'reject', comment: '价格太低' }),
    fill: (user: string, fields: Record<string, unknown> = {}) =>
      send({ kind: 'task_completed', task: taskOf(user), by: user, outcome: 'fill', fields }),
    back: (user: string, to?: string, mode?: 'rerun' | 'straight_back') =>
      send({
        kind: 'task_completed',
        task: taskOf(user),
        by: user,
        outcome: 'return',
        ...(to !== undefined && { to }),
        ...(mode && { mode }),
      }),
    addSigner: (by: string, to: string, place: 'before' | 'after' | 'beside') =>
      send({ kind: 'add_signer', task: taskOf(by), by, to, place }),
    transfer: (by: string, to: string) => send({ kind: 'transfer', task: taskOf(by), by, to }),
    due: (user: string) => send({ kind: 'due', id: taskOf(user) }),
  }
}

export const approval = (assignees: Assignee[], next: string, more: object = {}): Node =>
  ({ kind: 'approval', label: { zh: '审批' }, mode: 'all', assignees, next, ...more }) as Node
