import fc from 'fast-check'
import { Refusal } from '../refuse.ts'
import { advance } from './advance.ts'
import { env, process, users } from './testCompany.ts'
import type { Node, NodeId, Process } from './definition.ts'
import type { Effect } from './effect.ts'
import type { ProcessEvent } from './event.ts'
import { newInstance, type Instance } from './instance.ts'

/** A random process is a sequence of blocks; a fork holds two sequences. */
type Block =
  | { kind: 'approval'; mode: number; who: number; on_due: number; empty: number; rejected: boolean }
  | { kind: 'fill' | 'notify' | 'wait' | 'signal' | 'action' | 'subprocess' }
  | { kind: 'exclusive'; one: Block[]; other: Block[] }
  | { kind: 'parallel'; one: Block[]; other: Block[] }

const leaf: fc.Arbitrary<Block> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('approval' as const),
      mode: fc.nat(3),
      who: fc.nat(3),
      on_due: fc.nat(3),
      empty: fc.nat(2),
      rejected: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        'fill' as const,
        'notify' as const,
        'wait' as const,
        'signal' as const,
        'action' as const,
        'subprocess' as const,
      ),
    }),
  },
)
const block = (depth: number): fc.Arbitrary<Block> =>
  depth === 0
    ? leaf
    : fc.oneof(
        { weight: 3, arbitrary: leaf },
        {
          weight: 2,
          arbitrary: fc.record({
            kind: fc.constantFrom('exclusive' as const, 'parallel' as const),
            one: blocks(depth - 1),
            other: blocks(depth - 1),
          }),
        },
      )
export const blocks = (depth: number): fc.Arbitrary<Block[]> =>
  fc.array(block(depth), { minLength: 1, maxLength: 3 })

const WHO = [
  users('ann'),
  users('ann', 'bob', 'cat'),
  [{ role: 'nobody' }],
  [{ manager: 1 }, { role: 'board' }],
]
const MODES = ['any', 'all', 'sequential', { share: 60 }] as const
const label = { zh: '步骤', en: 'Step' }

export const build = (
  plan: Block[],
  repeated: 'ask' | 'agreed' = plan.length > 1 ? 'agreed' : 'ask',
): Process => {
  const nodes: Record<NodeId, Node> = {}
  let count = 0
  const first = 'n1'
  const lay = (list: Block[], end: NodeId): NodeId => {
    const ids = list.map(() => `n${++count}`)
    list.forEach((one, at) => {
      nodes[ids[at]!] = make(one, ids[at]!, ids[at + 1] ?? end)
    })
    return ids[0] ?? end
  }
  const make = (one: Block, id: NodeId, next: NodeId): Node => {
    switch (one.kind) {
      case 'approval':
        return {
          kind: 'approval',
          label,
          mode: MODES[one.mode]!,
          assignees: WHO[one.who]!,
          if_empty: (['refuse', 'skip', 'to_admin'] as const)[one.empty]!,
          due: 'PT4H',
          on_due: (['remind', 'escalate', 'approve', 'reject'] as const)[one.on_due]!,
          next,
          ...(one.rejected && { rejected: first }),
        }
      case 'fill':
        return { kind: 'fill', label, assignees: users('dan', 'ann'), fields: ['note'], next }
      case 'notify':
        return { kind: 'notify', label, to: users('bob'), next }
      case 'wait':
        return { kind: 'wait', label, for: { duration: 'P1D' }, next }
      case 'signal':
        return { kind: 'wait', label, for: { event: 'paid' }, timeout: 'P7D', next }
      case 'action':
        return { kind: 'action', label, action: 'act', next }
      case 'subprocess':
        return { kind: 'subprocess', label, process: 'child', next }
      case 'exclusive':
        return {
          kind: 'exclusive',
          label,
          branches: [{ when: id, next: lay(one.one, next) }],
          default: lay(one.other, next),
        }
      case 'parallel': {
        nodes[`${id}j`] = { kind: 'join', label, next }
        return {
          kind: 'parallel',
          label,
          branches: [lay(one.one, `${id}j`), lay(one.other, `${id}j`)],
          join: `${id}j`,
        }
      }
    }
  }
  return process(lay(plan, 'yes'), nodes, { lock: true, repeated })
}

/** Everything that somebody or something might do now, legal or not quite. */
const findMoves = (definition: Process, instance: Instance): ProcessEvent[] => {
  const back = [...Object.keys(definition.nodes), 'start']
  const tasks = instance.tasks
    .filter((task) => task.status === 'open')
    .flatMap((task): ProcessEvent[] => {
      const { id, assignee: by } = task
      const says = (
        ['approve', 'approve', 'approve', 'fill', 'fill', 'fill', 'reject', 'retry', 'skip'] as const
      ).map((outcome) => ({ kind: 'task_completed' as const, task: id, by, outcome }))
      const returns = back.flatMap((to) =>
        (['rerun', 'straight_back'] as const).map((mode) => ({
          kind: 'task_completed' as const,
          task: id,
          by,
          outcome: 'return' as const,
          to,
          mode,
        })),
      )
      const signers = (['before', 'after', 'beside'] as const).flatMap((place) =>
        ['dan', 'bob'].map((to) => ({ kind: 'add_signer' as const, task: id, by, to, place })),
      )
      return [
        ...says,
        ...says,
        ...returns.filter((_, at) => (at + instance.counter) % 5 === 0),
        ...signers,
        { kind: 'transfer', task: id, by, to: 'zhao' },
        { kind: 'due', id },
      ]
    })
  const waits = instance.tokens.flatMap(({ awaiting }): ProcessEvent[] => {
    if (!awaiting || awaiting.kind === 'join') return []
    const { id } = awaiting
    return [
      { kind: 'due', id },
      { kind: 'action_done', id },
      { kind: 'action_failed', id, message: 'x' },
      { kind: 'child_ended', id, outcome: 'approved' },
      { kind: 'child_ended', id, outcome: 'cancelled' },
      { kind: 'signal', name: 'paid' },
    ]
  })
  return [...tasks, ...waits, { kind: 'comment', by: 'li', comment: '' }, { kind: 'urge', by: 'li' }]
}

export const worldOf = (definition: Process, facts: number) => {
  const truths = Object.keys(definition.nodes).map((id, at) => [id, (facts >> (at % 16)) % 2 === 1])
  return env(Object.fromEntries(truths))
}

export const isWaiting = (instance: Instance): boolean =>
  instance.tasks.some((task) => task.status === 'open') ||
  instance.tokens.some((token) => token.awaiting && token.awaiting.kind !== 'join')

/** Plays random moves; `see` looks at every step. Gives the log of the moves that were not refused. */
export const playOut = (
  definition: Process,
  { choices, facts }: { choices: number[]; facts: number },
  see: (before: Instance, event: ProcessEvent, after: Instance, effects: Effect[]) => void,
) => {
  const world = worldOf(definition, facts)
  const log: ProcessEvent[] = []
  let instance = newInstance({ id: 'i', definition: definition.name, version: 1 })
  const take = (event: ProcessEvent): void => {
    try {
      const step = advance(definition, instance, event, world)
      see(instance, event, step.instance, step.effects)
      instance = step.instance
      log.push(event)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
    }
  }
  take({ kind: 'start' })
  for (const choice of choices) {
    const moves = findMoves(definition, instance)
    take(moves[choice % moves.length]!)
  }
  return { instance, log, world }
}

export const game = fc.record({
  plan: blocks(2),
  choices: fc.array(fc.nat(100_000), { minLength: 5, maxLength: 40 }),
  facts: fc.nat(65_535),
})
export const runs = { numRuns: 150 }
