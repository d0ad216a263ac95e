import type { Label } from '../refuse.ts'
import type { ProcessEvent, SignalEvent } from './event.ts'
import type { Awaiting, Token } from './instance.ts'
import { raise } from './exception.ts'
import { breakOut, finish, goOn, stopWaiting } from './move.ts'
import { log, namesOf, nodeOf, tokenOf, type Run } from './run.ts'

type Answer = Extract<ProcessEvent, { kind: 'action_done' | 'action_failed' | 'child_ended' }>

/**
 * An action, a call or a child has come back. One that nobody waits for any more (a second delivery, a
 * cancelled step) changes nothing.
 */
export const takeAnswer = (run: Run, event: Answer): void => {
  const token = run.instance.tokens.find((one) => one.awaiting?.id === event.id)
  if (!token || !isAnswer(event.kind, token.awaiting!.kind)) return
  if (event.kind === 'child_ended') return takeChild(run, token, event.outcome)
  if (event.kind === 'action_failed') return fail(run, token, event.message)
  const node = nodeOf(run, token.node)
  if (node.kind !== 'action' && node.kind !== 'call') return
  if (event.result !== undefined) run.instance.context[token.node] = event.result
  log(run, { what: 'done', node: token.node })
  goOn(run, token, node.next)
}

const isAnswer = (event: Answer['kind'], awaited: Awaiting['kind']): boolean =>
  event === 'child_ended'
    ? awaited === 'child'
    : awaited === 'action' || awaited === 'call' || (awaited === 'child' && event === 'action_failed')

const takeChild = (run: Run, token: Token, outcome: 'approved' | 'rejected' | 'cancelled'): void => {
  const node = nodeOf(run, token.node)
  if (node.kind !== 'subprocess') return
  if (outcome === 'cancelled')
    return fail(run, token, { zh: '子流程已终止', en: 'the sub-process was called off' })
  log(run, { what: 'child_ended', node: token.node, outcome })
  if (outcome === 'approved') return goOn(run, token, node.next)
  delete token.awaiting
  if (node.rejected === undefined) finish(run, 'rejected', token.node)
  else breakOut(run, token, node.rejected)
}

const fail = (run: Run, token: Token, message: string | Label): void => {
  const node = nodeOf(run, token.node)
  log(run, { what: 'failed', node: token.node, comment: message })
  if ('failed' in node && node.failed !== undefined) return breakOut(run, token, node.failed)
  raise(run, token, 'failed', sentence(node.label, message))
}

const sentence = (label: Label, message: string | Label): Label => {
  const said = typeof message === 'string' ? { zh: message, en: message } : message
  return {
    zh: `“${label.zh}”执行失败：${said.zh}`,
    en: `"${label.en ?? label.zh}" failed: ${said.en ?? said.zh}`,
  }
}

/** Something happened outside: every wait for it goes on. */
export const takeSignal = (run: Run, event: SignalEvent): void => {
  for (const token of run.instance.tokens.filter(
    (one) => one.awaiting?.kind === 'event' && one.awaiting.event === event.name,
  )) {
    const node = nodeOf(run, token.node)
    if (node.kind !== 'wait' || !('event' in node.for) || !tokenOf(run, token.id)) continue
    if (node.for.when !== undefined && !run.env.holds(node.for.when, { ...namesOf(run), event: event.data }))
      continue
    stopWaiting(run, token)
    log(run, { what: 'signal', node: token.node, outcome: event.name })
    goOn(run, token, node.next)
  }
}
