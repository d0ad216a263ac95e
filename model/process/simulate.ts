import { Refusal, type Label } from '../refuse.ts'
import { START, type NodeId, type Outcome, type Process } from './definition.ts'
import type { Effect, Env } from './effect.ts'
import type { ProcessEvent } from './event.ts'
import { newInstance, type Instance, type Task, type Token } from './instance.ts'
import { advance } from './advance.ts'

/** What a node answers in a rehearsal, in the order it is asked; the last answer is repeated. */
export interface Answers {
  readonly [node: NodeId]: readonly Answer[] | Answer
}
export type Answer =
  'approve' | 'reject' | 'return' | 'done' | 'failed' | 'due' | 'approved' | 'rejected' | 'cancelled'

export interface Rehearsal {
  readonly path: readonly {
    readonly node: NodeId
    readonly label: Label
    readonly people: readonly string[]
  }[]
  readonly outcome?: Outcome
  /** Why it stopped before an end: a vacant assignee, or a run too long to be meant. */
  readonly stopped?: { readonly code: string; readonly sentence: Label }
  readonly instance: Instance
}

const EVENTS_MAX = 500

/**
 * Runs a process to its end without doing anything: who would be asked, in which order. Unless told otherwise
 * everybody agrees, waits pass and actions succeed.
 */
export const simulate = (
  definition: Process,
  answers: Answers,
  env: Env,
  context: Record<string, unknown> = {},
): Rehearsal => {
  const seed = newInstance({ id: 'rehearsal', definition: definition.name, version: 0, context })
  const asked: Record<NodeId, number> = {}
  const effects: Effect[] = []
  let instance = seed
  let event: ProcessEvent | undefined = { kind: 'start', by: env.initiator }
  try {
    for (let count = 0; event && count < EVENTS_MAX; count++) {
      const step: ReturnType<typeof advance> = advance(definition, instance, event, env)
      instance = step.instance
      effects.push(...step.effects)
      event = findNext(definition, instance, (node) => choose(answers[node], asked, node))
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return {
      path: tracePath(definition, effects),
      stopped: { code: error.code, sentence: error.sentence },
      instance,
    }
  }
  const path = tracePath(definition, effects)
  if (instance.outcome !== undefined) return { path, outcome: instance.outcome, instance }
  const problem = instance.tasks.find((task) => task.kind === 'exception' && task.status === 'open')
  const sentence = problem?.title ?? { zh: '流程没有走到结束', en: 'The process did not come to an end' }
  return {
    path,
    stopped: { code: instance.tokens.find((token) => token.problem)?.problem ?? 'endless', sentence },
    instance,
  }
}

const choose = (
  answer: Answers[string] | undefined,
  asked: Record<NodeId, number>,
  node: NodeId,
): Answer | undefined => {
  const list: readonly Answer[] = answer === undefined ? [] : typeof answer === 'string' ? [answer] : answer
  const at = asked[node] ?? 0
  asked[node] = at + 1
  return list[Math.min(at, list.length - 1)]
}

const findNext = (
  definition: Process,
  instance: Instance,
  ask: (node: NodeId) => Answer | undefined,
): ProcessEvent | undefined => {
  const task = instance.tasks.find((one) => one.status === 'open' && one.kind !== 'exception')
  if (task) return answerTask(definition, task, ask(task.node))
  const token = instance.tokens.find((one) => one.awaiting && one.awaiting.kind !== 'join')
  return token && answerToken(token, ask(token.node))
}

const answerTask = (definition: Process, task: Task, answer: Answer | undefined): ProcessEvent => {
  if (answer === 'due') return { kind: 'due', id: task.id }
  const by = task.assignee
  if (task.kind === 'approve')
    return {
      kind: 'task_completed',
      task: task.id,
      by,
      outcome: answer === 'reject' || answer === 'return' ? answer : 'approve',
      ...needed(definition, task),
    }
  return {
    kind: 'task_completed',
    task: task.id,
    by,
    outcome: answer === 'return' && task.kind === 'fill' ? 'return' : 'fill',
    ...needed(definition, task),
  }
}

/** A rehearsal fills required fields with a mark, so that they do not stop it. */
const needed = (definition: Process, task: Task): { fields?: Record<string, unknown> } => {
  const node = task.node === START ? undefined : definition.nodes[task.node]
  const names = node && 'required' in node ? (node.required ?? []) : []
  return names.length > 0 ? { fields: Object.fromEntries(names.map((name) => [name, '…'])) } : {}
}

const answerToken = (token: Token, answer: Answer | undefined): ProcessEvent => {
  const { kind, id, event } = token.awaiting!
  if (kind === 'child')
    return {
      kind: 'child_ended',
      id,
      outcome: answer === 'rejected' || answer === 'cancelled' ? answer : 'approved',
    }
  if (kind === 'event' && answer !== 'due') return { kind: 'signal', name: event! }
  if (kind === 'time' || kind === 'event') return { kind: 'due', id }
  return answer === 'failed'
    ? { kind: 'action_failed', id, message: 'rehearsal' }
    : { kind: 'action_done', id }
}

/** Nodes in the order they were entered, each with those who were given a task or a notice there. */
const tracePath = (definition: Process, effects: readonly Effect[]): Rehearsal['path'] => {
  const path: { node: NodeId; label: Label; people: string[] }[] = []
  for (const effect of effects) {
    if (effect.kind === 'log' && effect.entry.what === 'entered' && effect.entry.node !== undefined) {
      const { node } = effect.entry
      path.push({ node, label: definition.nodes[node]?.label ?? { zh: node }, people: [] })
    }
    const people =
      effect.kind === 'create_task' ? [effect.assignee] : effect.kind === 'notify' ? effect.users : []
    const step = 'node' in effect ? path.findLast((one) => one.node === effect.node) : undefined
    step?.people.push(...people.filter((person) => !step.people.includes(person)))
  }
  return path
}
