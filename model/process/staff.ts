import { refuse, type Label } from '../refuse.ts'
import { adminRoleOf, type Assignee, type AskingNode } from './definition.ts'
import type { Token } from './instance.ts'
import { goOn } from './move.ts'
import { raise } from './exception.ts'
import { isByPerson, log, type Run } from './run.ts'

/** Everybody a list of assignees names, once each, in the order named. */
export const findPeople = (run: Run, node: string, assignees: readonly Assignee[]): string[] => {
  const named = assignees.flatMap((one) =>
    'chosen_by_initiator' in one
      ? (run.instance.chosen?.[node] ?? []).flatMap((user) => run.env.people({ user }))
      : run.env.people(one),
  )
  return [...new Set(named)]
}

/**
 * Who does this node's work. When nobody is found its stated rule applies, and an empty list means it has
 * been dealt with.
 */
export const findStaff = (run: Run, token: Token, node: AskingNode): string[] => {
  const people = replaceOwn(run, token, node, findPeople(run, token.node, node.assignees))
  if (people.length > 0) return people
  if (node.if_empty === 'skip') {
    log(run, { what: 'skipped', node: token.node })
    goOn(run, token, node.next)
    return []
  }
  const stand_ins = findStandIns(run, token, node)
  if (stand_ins.length > 0) log(run, { what: 'vacant', node: token.node, to: stand_ins.join(', ') })
  else reportVacancy(run, token, node.label)
  return stand_ins
}

/** Nobody approves their own request where the company says so: the manager does, in the same place. */
const replaceOwn = (run: Run, token: Token, node: AskingNode, people: readonly string[]): string[] => {
  if (node.kind !== 'approval' || run.definition.own !== 'to_manager') return [...people]
  const self = run.instance.initiator
  const instead = people.includes(self ?? '')
    ? findPeople(run, token.node, [{ manager: 1 }]).filter((one) => one !== self)
    : []
  return [...new Set(people.flatMap((one) => (one === self ? instead : [one])))]
}

const findStandIns = (run: Run, token: Token, node: AskingNode): string[] => {
  const admin: Assignee = { role: adminRoleOf(run.definition) }
  if (node.if_empty === 'to_admin') return findPeople(run, token.node, [admin])
  if (node.if_empty !== 'to_manager') return []
  const manager = findPeople(run, token.node, [{ manager: 1 }])
  return manager.length > 0 ? manager : findPeople(run, token.node, [admin])
}

/**
 * A person who causes the vacancy is told at once; when a machine does, the administrator gets a task, so
 * that nothing hangs unseen.
 */
const reportVacancy = (run: Run, token: Token, label: Label): void => {
  const sentence = {
    zh: `节点“${label.zh}”找不到处理人，请先设置处理人再提交`,
    en: `Nobody is found for "${label.en ?? label.zh}": name somebody for it first`,
  }
  if (isByPerson(run.event)) throw refuse('no_assignee', sentence, { data: { node: token.node } })
  raise(run, token, 'no_assignee', sentence)
}
