import fc from 'fast-check'
import { expect, test } from 'vitest'
import { advance } from './advance.ts'
import { findFaults } from './check.ts'
import { newInstance, type Instance } from './instance.ts'
import { simulate } from './simulate.ts'
import { game, build, playOut, isWaiting, runs, worldOf, blocks } from './testRandomProcess.ts'

test(
  'whatever people do, a process is never stuck: a task is open, a wait is pending, or it has ended',
  { timeout: 60_000 },
  () => {
    fc.assert(
      fc.property(game, ({ plan, ...moves }) => {
        const definition = build(plan)
        playOut(definition, moves, (_before, _event, after) => {
          if (after.status === 'running') {
            expect(isWaiting(after)).toBe(true)
            for (const token of after.tokens) {
              const asked = after.tasks.some((task) => task.token === token.id && task.status === 'open')
              expect(asked || token.awaiting !== undefined, `token at ${token.node} waits for nothing`).toBe(
                true,
              )
            }
          } else {
            expect(after.tokens).toEqual([])
            expect(after.tasks.every((task) => task.status === 'closed')).toBe(true)
          }
        })
      }),
      runs,
    )
  },
)

test(
  'every task is created once and closed at most once, and the effects tell the same story as the instance',
  { timeout: 60_000 },
  () => {
    fc.assert(
      fc.property(game, ({ plan, ...moves }) => {
        const created: string[] = []
        const closed: string[] = []
        const { instance } = playOut(build(plan), moves, (_before, _event, _after, effects) => {
          for (const effect of effects) {
            if (effect.kind === 'create_task') created.push(effect.id)
            if (effect.kind === 'close_task') closed.push(effect.id)
          }
        })
        expect(created).toEqual(instance.tasks.map((task) => task.id))
        expect(new Set(created).size).toBe(created.length)
        expect(closed.toSorted()).toEqual(
          instance.tasks
            .filter((task) => task.status === 'closed')
            .map((task) => task.id)
            .toSorted(),
        )
      }),
      runs,
    )
  },
)

test(
  'no task outlives the token it was opened for, and the deadlines the caller holds are those the instance waits for',
  { timeout: 60_000 },
  () => {
    fc.assert(
      fc.property(game, ({ plan, ...moves }) => {
        const held = new Map<string, string>()
        playOut(build(plan), moves, (_before, event, after, effects) => {
          if (event.kind === 'due') held.delete(event.id)
          for (const effect of effects) {
            if (effect.kind === 'set_due') held.set(effect.id, effect.at)
            if (effect.kind === 'clear_due' || effect.kind === 'close_task') held.delete(effect.id)
          }
          const open = after.tasks.filter((task) => task.status === 'open')
          expect(open.every((task) => after.tokens.some((token) => token.id === task.token))).toBe(true)
          const waits = [
            ...open.map(({ id, due }) => [id, due]),
            ...after.tokens.map(({ awaiting }) => [awaiting?.id, awaiting?.at]),
          ].filter(([, at]) => at !== undefined)
          expect([...held].toSorted()).toEqual(waits.toSorted())
        })
      }),
      runs,
    )
  },
)

test(
  'the same event on the same instance gives the same answer, the instance given is untouched, and JSON carries all of it',
  { timeout: 60_000 },
  () => {
    fc.assert(
      fc.property(game, ({ plan, ...moves }) => {
        const definition = build(plan)
        playOut(definition, moves, (before, event, after, effects) => {
          const carried = JSON.parse(JSON.stringify(before)) as Instance
          expect(carried).toEqual(before)
          expect(advance(definition, carried, event, worldOf(definition, moves.facts))).toEqual({
            instance: after,
            effects,
          })
          expect(carried).toEqual(before)
        })
      }),
      { numRuns: 80 },
    )
  },
)

test('replaying the log of events gives the same instance', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(game, ({ plan, ...moves }) => {
      const definition = build(plan)
      const { instance, log, world } = playOut(definition, moves, () => {})
      const replayed = log.reduce(
        (at, event) => advance(definition, at, event, world).instance,
        newInstance({ id: 'i', definition: definition.name, version: 1 }),
      )
      expect(replayed).toEqual(instance)
    }),
    { numRuns: 80 },
  )
})

test('a lock is never left behind: an ended process has unlocked last', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(game, ({ plan, ...moves }) => {
      const locks: string[] = []
      const { instance } = playOut(build(plan), moves, (_before, _event, _after, effects) => {
        for (const effect of effects)
          if (effect.kind === 'lock' || effect.kind === 'unlock') locks.push(effect.kind)
      })
      if (instance.status === 'ended') expect(locks.at(-1)).toBe('unlock')
    }),
    runs,
  )
})

test('an agreeing company always comes to an end, unless a step is vacant', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(blocks(2), fc.nat(65_535), (plan, facts) => {
      const definition = build(plan)
      const { outcome, stopped } = simulate(definition, {}, worldOf(definition, facts))
      expect(outcome ?? stopped?.code).toSatisfy((end) => end === 'approved' || end === 'no_assignee')
    }),
    runs,
  )
})

test('a random well-built process has no faults', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(blocks(2), (plan) => {
      const codes = findFaults(build(plan)).map((fault) => fault.code)
      expect(codes.filter((code) => code !== 'unreachable')).toEqual([])
    }),
    runs,
  )
})
