import { expect, test } from 'vitest'
import { refuse } from '../refuse.ts'
import { checkProcess, findFaults } from './check.ts'
import type { Node } from './definition.ts'
import { approval, process, users } from './testCompany.ts'

const codes = (next: string, nodes: Record<string, Node>) =>
  findFaults(process(next, nodes))
    .map((fault) => `${fault.code} ${fault.node}`)
    .filter((code) => code !== 'unreachable no')
const join: Node = { kind: 'join', label: { zh: '汇合' }, next: 'yes' }
const fork = (branches: string[], meet = 'meet'): Node => ({
  kind: 'parallel',
  label: { zh: '会审' },
  branches,
  join: meet,
})

test('a sound process has no faults', () => {
  expect(codes('one', { one: approval(users('ann'), 'yes', { rejected: 'no' }) })).toEqual([])
  expect(
    codes('fork', {
      fork: fork(['a', 'b']),
      a: approval(users('ann'), 'meet'),
      b: approval(users('bob'), 'meet', { rejected: 'fork' }),
      meet: join,
    }),
  ).toEqual([])
})

test('a step nobody comes to, a target that does not exist and a circle without an end are named', () => {
  expect(codes('one', { one: approval(users('ann'), 'yes'), lost: approval(users('ann'), 'yes') })).toEqual([
    'unreachable lost',
  ])
  expect(codes('one', { one: approval(users('ann'), 'gone') })).toContain('unknown_target one')
  expect(codes('one', { one: approval(users('ann'), 'two'), two: approval(users('ann'), 'one') })).toEqual(
    expect.arrayContaining(['no_end one', 'no_end two']),
  )
})

test('a fork must meet, and no ordinary way may leave it', () => {
  expect(
    codes('fork', {
      fork: fork(['a', 'b']),
      a: approval(users('ann'), 'yes'),
      b: approval(users('bob'), 'yes'),
      meet: join,
    }),
  ).toContain('fork_without_join fork')
  expect(
    codes('pre', {
      pre: approval(users('ann'), 'fork'),
      fork: fork(['a', 'b']),
      a: approval(users('ann'), 'pre'),
      b: approval(users('bob'), 'meet'),
      meet: join,
    }),
  ).toContain('fork_left_open a')
  expect(codes('meet', { meet: join })).toContain('join_without_fork meet')
  expect(
    codes('fork', {
      fork: fork(['a', 'b'], 'yes'),
      a: approval(users('ann'), 'yes'),
      b: approval(users('bob'), 'yes'),
    }),
  ).toContain('fork_without_join fork')
})

test('settings that make no sense are named', () => {
  expect(codes('one', { one: approval([], 'yes', { due: '4 hours', mode: { share: 0 } }) })).toEqual([
    'bad_duration one',
    'no_assignee one',
    'bad_share one',
  ])
})

test('a condition that cannot be read is refused with its node', () => {
  const definition = process('which', {
    which: {
      kind: 'exclusive',
      label: { zh: '折扣' },
      branches: [{ when: 'discuont > 5', next: 'yes' }],
      default: 'no',
    },
  })
  const parse = (source: string) => {
    if (source.includes('discuont'))
      throw refuse('unknown_name', { zh: '没有字段“discuont”', en: 'There is no "discuont"' })
  }
  expect(() => checkProcess(definition, parse)).toThrow(
    expect.objectContaining({ code: 'process_invalid', message: expect.stringContaining('discuont') }),
  )
})
