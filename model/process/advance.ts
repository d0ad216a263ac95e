import { refuse } from '../refuse.ts'
import { addSigner, transferTask } from './hand.ts'
import { START, type Process } from './definition.ts'
import type { Effect, Env } from './effect.ts'
import type { ProcessEvent, StartEvent } from './event.ts'
import type { Instance, Token } from './instance.ts'
import { enter } from './enter.ts'
import { raise } from './exception.ts'
import { expire } from './expire.ts'
import { takeAnswer, takeSignal } from './answer.ts'
import { completeTask } from './complete.ts'
import { addToken, finish } from './move.ts'
import { isByPerson, log, nodeOf, tokenOf, type Run } from './run.ts'
import { comment, urge, withdraw } from './speak.ts'
import { openTask } from './task.ts'

/**
 * A chain of automatic nodes longer than this in one go, or a node entered this often in all, is a loop: it
 * is cut, visibly.
 */
const STEPS_MAX = 100
const VISITS_MAX = 200

/**
 * One event in, the next instance and what is to be done about it out. Pure: the instance given is left
 * alone, and the same arguments give the same answer, ids included. Refuses what a person may not do; ignores
 * what a machine says too late.
 * @example const { instance, effects } = advance(definition, before, { kind: 'task_completed', task, outcome:
 * 'approve', by }, env)
 */
export const advance = (
  definition: Process,
  instance: Instance,
  event: ProcessEvent,
  env: Env,
): { instance: Instance; effects: Effect[] } => {
  const run: Run = {
    definition,
    instance: structuredClone(instance),
    env,
    event,
    effects: [],
    ready: [],
    steps: 0,
  }
  if (run.instance.status === 'running' || event.kind === 'start' || event.kind === 'comment') take(run)
  else if (isByPerson(event)) throw refuseState(run.instance)
  settle(run)
  return { instance: run.instance, effects: run.effects }
}

const take = (run: Run): void => {
  const { event } = run
  switch (event.kind) {
    case 'start':
      return start(run, event)
    case 'task_completed':
      return completeTask(run, event)
    case 'transfer':
      return transferTask(run, event)
    case 'add_signer':
      return addSigner(run, event)
    case 'withdraw':
      return withdraw(run, event)
    case 'urge':
      return urge(run, event)
    case 'comment':
      return comment(run, event)
    case 'due':
      return expire(run, event)
    case 'signal':
      return takeSignal(run, event)
    case 'cancelled':
      log(run, {
        what: 'cancelled',
        ...(event.by !== undefined && { by: event.by }),
        ...(event.comment !== undefined && { comment: event.comment }),
      })
      return finish(run, 'cancelled')
    default:
      return takeAnswer(run, event)
  }
}

const start = (run: Run, event: StartEvent): void => {
  const { instance, definition, env } = run
  if (instance.status !== 'new')
    throw refuse(
      'already_started',
      { zh: '流程已经启动', en: 'The process has already started' },
      { status: 409 },
    )
  instance.status = 'running'
  instance.initiator = env.initiator
  if (event.chosen)
    instance.chosen = Object.fromEntries(
      Object.entries(event.chosen).map(([node, users]) => [node, [...users]]),
    )
  log(run, { what: 'started', ...(event.by !== undefined && { by: event.by }) })
  if (definition.lock) run.effects.push({ kind: 'lock' })
  addToken(run, definition.start.next)
}

/** Lets every token that moved enter its node, until all of them wait for something. */
const settle = (run: Run): void => {
  for (let id = run.ready.shift(); id !== undefined; id = run.ready.shift()) {
    const token = tokenOf(run, id)
    if (token) step(run, token)
  }
}

const step = (run: Run, token: Token): void => {
  const visits = (run.instance.visits[token.node] ?? 0) + 1
  run.instance.visits[token.node] = visits
  if (++run.steps > STEPS_MAX || visits > VISITS_MAX) {
    return raise(run, token, 'loop', {
      zh: `流程在节点“${token.node}”反复循环，已停下`,
      en: `The process goes round in circles at "${token.node}" and was stopped`,
    })
  }
  if (token.node === START) askToRevise(run, token)
  else enter(run, token, nodeOf(run, token.node))
}

/** The record is open for changes while the initiator revises it. */
const askToRevise = (run: Run, token: Token): void => {
  if (run.definition.lock) run.effects.push({ kind: 'unlock' })
  const { label } = run.definition
  const title = {
    zh: `请修改后重新提交：${label.zh}`,
    en: `Revise and submit again: ${label.en ?? label.zh}`,
  }
  openTask(run, token, { kind: 'revise', assignee: run.instance.initiator ?? run.env.initiator, title })
}

const refuseState = ({ status }: Instance) =>
  status === 'new'
    ? refuse(
        'process_not_started',
        { zh: '流程还没有启动', en: 'The process has not started' },
        { status: 409 },
      )
    : refuse('process_ended', { zh: '流程已经结束', en: 'The process has ended' }, { status: 409 })
