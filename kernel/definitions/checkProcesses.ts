import {
  checkProcess,
  compileToSql,
  kindOf,
  parseExpression,
  pipelinesOf,
  processNames,
  refuse,
  runsAlone,
  startOf,
  typeOf,
  type Definitions,
  type Overlay,
  type Process,
  type Surroundings,
} from '../../model/index.ts'
import { callerValues } from '../access/rows.ts'
import { systemActor } from '../workspace/workspace.ts'
import { wrong } from './wrong.ts'
import { scopeFor } from './scopeFor.ts'
import { storedFields } from './stored.ts'

/**
 * Every process of the merged definitions; of the one that is being published also whatever its steps name. Throws
 * what `wrong` makes of the place, or `process_invalid` with every fault of the process.
 */
export function checkProcesses(
  definitions: Definitions,
  workspace: { readonly name: string },
  changed: Overlay | undefined,
): void {
  const isChanged = ({ name }: Partial<Process>) => changed?.kind === 'process' && changed.name === name
  for (const process of Object.values(definitions.processes) as readonly Partial<Process>[]) {
    if (!isWhole(process)) {
      // What a company changed of a process that is no longer shipped stands in nobody's way.
      if (!isChanged(process)) continue
      throw wrong(process.name ?? 'process', {
        zh: '流程需要名称、对象、开始和节点',
        en: 'a process needs a label, an object, a start and nodes',
      })
    }
    if (!definitions.objects[process.object])
      throw wrong(process.name, {
        zh: `对象“${process.object}”不存在`,
        en: `object "${process.object}" does not exist`,
      })
    const scope = runsAlone(process)
      ? processNames
      : scopeFor(definitions, workspace, process.object, processNames)
    checkProcess(process, (source) => parseExpression(source, scope), {
      ...surroundingsOf(definitions, workspace, process.object),
      ...(isChanged(process) && { known: knownTo(definitions, process) }),
    })
  }
  checkHooks(definitions)
}

const isWhole = (process: Partial<Process>): process is Process =>
  Boolean(process.label?.zh && process.object && process.start?.next && process.nodes)

/** What calls a hook must start one process. */
function checkHooks({ processes }: Definitions): void {
  const taken = new Map<string, string>()
  for (const process of Object.values(processes)) {
    const on = startOf(process)
    if (!on || !('webhook' in on)) continue
    const other = taken.get(on.webhook)
    if (other)
      throw wrong(`${process.name}.start.on.webhook`, {
        zh: `Webhook“${on.webhook}”已用于流程“${other}”`,
        en: `the hook "${on.webhook}" starts the process "${other}" already`,
      })
    taken.set(on.webhook, process.name)
  }
}

function surroundingsOf(
  definitions: Definitions,
  workspace: { readonly name: string },
  name: string,
): Surroundings {
  const scope = scopeFor(definitions, workspace, name)
  return {
    fields: storedFields(definitions.objects[name]!, definitions),
    parseOutside: (source) => parseExpression(source, processNames),
    parseFilter(source) {
      const expression = parseExpression(source, scope)
      if (!['boolean', 'any'].includes(typeOf(expression, scope)))
        throw refuse('where_not_a_condition', { zh: '应为真假判断', en: 'it must be true or false' })
      return compileToSql(expression, {
        scope,
        base: 't',
        parameters: callerValues(systemActor('process')),
        now: new Date(0),
        zone: 'UTC',
      })
    },
    isCollective: (action) =>
      Object.hasOwn(definitions.actions[name] ?? {}, action)
        ? Boolean(definitions.actions[name]![action]!.collective)
        : undefined,
  }
}

/** What the steps of a process may name beside its own nodes. */
function knownTo(definitions: Definitions, { object }: Process): Surroundings['known'] {
  const fields = Object.entries(storedFields(definitions.objects[object]!, definitions))
  const people = fields.filter(([, field]) => kindOf(field).target?.(field) === 'user')
  return {
    actions: [
      ...Object.keys(definitions.actions[object] ?? {}),
      ...(pipelinesOf(definitions, object).length > 0 ? ['move_stage'] : []),
    ],
    roles: Object.keys(definitions.roles),
    decisions: Object.keys(definitions.decisions),
    processes: Object.keys(definitions.processes),
    jobs: Object.keys(definitions.jobs),
    fields: Object.entries(definitions.objects[object]!.fields).flatMap(([name, field]) =>
      kindOf(field).computed ? [] : [name],
    ),
    people: people.map(([name]) => name),
    others: fields.filter((one) => !people.includes(one)).map(([name]) => name),
  }
}
