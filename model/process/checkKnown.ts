import type { Assignee, Node, Process } from './definition.ts'
import { fault, findBadFeel, nameOf, type Fault, type ParseFeel } from './fault.ts'

/** What a process may name beside the fields of its object: everything else that the company has. */
export interface Known {
  /** Verbs of the process's object, `move_stage` among them where it has stages. */
  readonly actions: readonly string[]
  readonly roles: readonly string[]
  readonly decisions: readonly string[]
  readonly processes: readonly string[]
  readonly jobs: readonly string[]
  /** Fields that a form of the process may ask for. */
  readonly fields: readonly string[]
  /** Fields of the object that name people, and all that name anything else. */
  readonly people: readonly string[]
  readonly others: readonly string[]
}

/** Steps that name an action, a role, a decision, a process, a job or a field that there is not. */
export const findUnknown = (definition: Process, known: Known, parse?: ParseFeel): Fault[] =>
  Object.entries(definition.nodes).flatMap(([id, node]) => [
    ...namesOf(definition, node, known).flatMap(({ what, name, among }) =>
      among.includes(name)
        ? []
        : [
            fault(
              'unknown_name',
              id,
              `“${node.label.zh}”用到的${what.zh}“${name}”不存在`,
              `"${nameOf(node.label)}" names the ${what.en} "${name}", which does not exist`,
            ),
          ],
    ),
    ...findBadFeel(id, node.label, fieldsAsked(node), parse),
  ])

interface Named {
  readonly what: { readonly zh: string; readonly en: string }
  readonly name: string
  readonly among: readonly string[]
}

const namesOf = ({ object }: Process, node: Node, known: Known): Named[] => {
  const asked = assigneesOf(node).flatMap((who): Named[] => {
    if ('role' in who) return [{ what: { zh: '角色', en: 'role' }, name: who.role, among: known.roles }]
    if ('decision' in who)
      return [{ what: { zh: '规则表', en: 'decision' }, name: who.decision, among: known.decisions }]
    // Anything but a bare field is FEEL and gives whom it gives.
    if ('field' in who && known.others.includes(who.field))
      return [{ what: { zh: '人员字段', en: 'field of a person' }, name: who.field, among: known.people }]
    return []
  })
  const form = ('fields' in node ? (node.fields ?? []) : []).map((name) => ({
    what: { zh: '字段', en: 'field' },
    name,
    among: known.fields,
  }))
  return [...asked, ...form, ...stepOf(object, node, known)]
}

const stepOf = (object: string, node: Node, known: Known): Named[] => {
  if (node.kind === 'action')
    return [{ what: { zh: '操作', en: 'action' }, name: ownVerb(object, node.action), among: known.actions }]
  if (node.kind === 'subprocess')
    return [{ what: { zh: '子流程', en: 'process' }, name: node.process, among: known.processes }]
  if (node.kind === 'call' && 'job' in node.call)
    return [{ what: { zh: '任务', en: 'job' }, name: node.call.job, among: known.jobs }]
  return []
}

/** An action is named with its object or without: `quote.send` of a quote is `send`. */
const ownVerb = (object: string, action: string): string =>
  action.startsWith(`${object}.`) ? action.slice(object.length + 1) : action

const assigneesOf = (node: Node): readonly Assignee[] =>
  'assignees' in node ? node.assignees : 'to' in node ? node.to : []

const fieldsAsked = (node: Node): string[] =>
  assigneesOf(node).flatMap((who) => ('field' in who ? [who.field] : []))
