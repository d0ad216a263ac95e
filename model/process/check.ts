import { refuse } from '../refuse.ts'
import { findStartFaults, type Surroundings } from './checkStart.ts'
import { findUnknown } from './checkKnown.ts'
import { START, type Node, type NodeId, type Process } from './definition.ts'
import { isDuration } from './duration.ts'
import { edgesOf, findEnclosures } from './enclosure.ts'
import { fault, findBadFeel, nameOf as name, type Fault, type ParseFeel } from './fault.ts'

/** Refuses a process that could hang, get lost or say nonsense, with every fault at once in `missing`. */
export const checkProcess = (definition: Process, parse?: ParseFeel, around?: Surroundings): void => {
  const faults = findFaults(definition, parse, around)
  if (faults.length === 0) return
  throw refuse(
    'process_invalid',
    {
      zh: `流程“${definition.label.zh}”有${faults.length}处问题：${faults.map((fault) => fault.label.zh).join('；')}`,
      en: `The process "${definition.label.en ?? definition.label.zh}" has ${faults.length} faults: ${faults.map((fault) => fault.label.en).join('; ')}`,
    },
    {
      field: `${definition.name}.${faults[0]!.node}`,
      missing: faults,
      data: { nodes: faults.map((fault) => fault.node) },
    },
  )
}

export const findFaults = (definition: Process, parse?: ParseFeel, around?: Surroundings): Fault[] => [
  ...findBadTargets(definition),
  ...findUnreached(definition),
  ...findDeadEnds(definition),
  ...findOpenForks(definition),
  ...findStartFaults(definition, parse, around),
  ...(around?.known ? findUnknown(definition, around.known, parse) : []),
  ...Object.entries(definition.nodes).flatMap(([id, node]) => [
    ...findBadSettings(id, node),
    ...findBadFeel(id, node.label, feelOf(node), parse),
  ]),
]

const findBadTargets = (definition: Process): Fault[] => {
  const known = (id: NodeId): boolean => Object.hasOwn(definition.nodes, id)
  const from = Object.entries(definition.nodes).flatMap(([id, node]) =>
    [...edgesOf(node).map((edge) => edge.to), ...(node.kind === 'parallel' ? [node.join] : [])]
      .filter((to) => !known(to))
      .map((to) =>
        fault(
          'unknown_target',
          id,
          `“${node.label.zh}”连到不存在的节点“${to}”`,
          `"${name(node.label)}" leads to "${to}", which does not exist`,
        ),
      ),
  )
  const start = known(definition.start.next)
    ? []
    : [
        fault(
          'unknown_target',
          START,
          `开始连到不存在的节点“${definition.start.next}”`,
          `The start leads to "${definition.start.next}", which does not exist`,
        ),
      ]
  const reserved = known(START)
    ? [fault('reserved_name', START, '节点不能叫 start', 'No node may be called start')]
    : []
  return [...start, ...from, ...reserved]
}

const findUnreached = (definition: Process): Fault[] => {
  const reached = findEnclosures(definition)
  return Object.entries(definition.nodes)
    .filter(([id]) => !reached.has(id))
    .map(([id, node]) =>
      fault('unreachable', id, `没有路径能走到“${node.label.zh}”`, `Nothing leads to "${name(node.label)}"`),
    )
}

/** Every node must be able to reach an end, or an instance could run for ever. */
const findDeadEnds = (definition: Process): Fault[] => {
  const nodes = Object.entries(definition.nodes)
  const ending = new Set(nodes.filter(([, node]) => node.kind === 'end').map(([id]) => id))
  for (let grew = true; grew;) {
    const more = nodes.filter(
      ([id, node]) => !ending.has(id) && edgesOf(node).some((edge) => ending.has(edge.to)),
    )
    for (const [id] of more) ending.add(id)
    grew = more.length > 0
  }
  return nodes
    .filter(([id]) => !ending.has(id))
    .map(([id, node]) =>
      fault(
        'no_end',
        id,
        `从“${node.label.zh}”走不到结束`,
        `No way leads from "${name(node.label)}" to an end`,
      ),
    )
}

/**
 * Branches of a fork meet at its join, or end the process; only a rejection or a failure may leave earlier.
 */
const findOpenForks = (definition: Process): Fault[] => {
  const around = findEnclosures(definition)
  return Object.entries(definition.nodes).flatMap(([id, node]) => {
    const inside = around.get(id)
    if (!inside) return []
    const here = node.kind === 'parallel' ? [...inside, id] : inside
    const left = edgesOf(node).filter(
      ({ to, breaks }) => !breaks && leavesFork(definition, here, { to, stands: around.get(to) }),
    )
    return [
      ...left.map(({ to }) =>
        fault(
          'fork_left_open',
          id,
          `从“${node.label.zh}”到“${to}”离开了并行分支，没有经过汇合`,
          `The way from "${name(node.label)}" to "${to}" leaves a parallel branch without passing its join`,
        ),
      ),
      ...(node.kind === 'parallel' && !around.has(node.join)
        ? [
            fault(
              'fork_without_join',
              id,
              `并行“${node.label.zh}”的分支没有走到汇合节点`,
              `No branch of "${name(node.label)}" reaches its join`,
            ),
          ]
        : []),
      ...(node.kind === 'parallel' && around.has(node.join) && definition.nodes[node.join]?.kind !== 'join'
        ? [
            fault(
              'fork_without_join',
              id,
              `并行“${node.label.zh}”要有一个汇合节点`,
              `"${name(node.label)}" needs a join node to meet at`,
            ),
          ]
        : []),
      ...(node.kind === 'join' &&
      !Object.values(definition.nodes).some((other) => other.kind === 'parallel' && other.join === id)
        ? [
            fault(
              'join_without_fork',
              id,
              `汇合“${node.label.zh}”没有对应的并行`,
              `"${name(node.label)}" joins no fork`,
            ),
          ]
        : []),
    ]
  })
}

const leavesFork = (
  definition: Process,
  here: readonly NodeId[],
  { to, stands }: { to: NodeId; stands: readonly NodeId[] | undefined },
): boolean => {
  const innermost = here.at(-1)
  if (innermost === undefined || !stands || definition.nodes[to]?.kind === 'end') return false
  const fork = definition.nodes[innermost]
  if (fork?.kind === 'parallel' && fork.join === to) return false
  return !stands.includes(innermost)
}

const findBadSettings = (id: NodeId, node: Node): Fault[] => {
  const durations = [
    'due' in node ? node.due : undefined,
    node.kind === 'wait' ? node.timeout : undefined,
    node.kind === 'wait' && 'duration' in node.for ? node.for.duration : undefined,
  ].filter((one) => one !== undefined && !isDuration(one))
  const faults = durations.map((one) =>
    fault(
      'bad_duration',
      id,
      `“${one}”不是时长，请写成 PT4H 或 P2D`,
      `"${one}" is not a duration: write PT4H or P2D`,
    ),
  )
  if ((node.kind === 'approval' || node.kind === 'fill') && node.assignees.length === 0) {
    faults.push(
      fault('no_assignee', id, `“${node.label.zh}”没有设置处理人`, `"${name(node.label)}" names nobody`),
    )
  }
  if (
    node.kind === 'approval' &&
    typeof node.mode === 'object' &&
    !(node.mode.share > 0 && node.mode.share <= 100)
  ) {
    faults.push(
      fault('bad_share', id, '会签比例要大于0且不超过100', 'The share must be above 0 and at most 100'),
    )
  }
  if (node.kind === 'fill' && (node.on_due === 'approve' || node.on_due === 'reject')) {
    faults.push(
      fault('bad_on_due', id, '填写节点超时只能提醒或升级', 'An overdue form can only remind or escalate'),
    )
  }
  if (node.kind === 'parallel' && node.branches.length < 2) {
    faults.push(
      fault(
        'fork_too_thin',
        id,
        `并行“${node.label.zh}”至少要两个分支`,
        `"${name(node.label)}" needs two branches or more`,
      ),
    )
  }
  return faults
}

const feelOf = (node: Node): string[] => {
  if (node.kind === 'exclusive') return node.branches.map((branch) => branch.when)
  if (node.kind === 'wait')
    return 'until' in node.for
      ? [node.for.until]
      : 'event' in node.for && node.for.when !== undefined
        ? [node.for.when]
        : []
  return 'input' in node ? Object.values(node.input ?? {}) : []
}
