import { expect, test } from 'vitest'
import { approval, env, process, users } from './testCompany.ts'
import { simulate } from './simulate.ts'

const definition = process('which', {
  which: {
    kind: 'exclusive',
    label: { zh: '分支' },
    branches: [{ when: 'oem', next: 'fast' }],
    default: 'fork',
  },
  fast: approval([{ manager: 1 }], 'yes'),
  fork: { kind: 'parallel', label: { zh: '联席' }, branches: ['technical', 'finance'], join: 'meet' },
  technical: approval(users('ann'), 'meet'),
  finance: approval([{ role: 'board' }], 'meet', { mode: 'any' }),
  meet: { kind: 'join', label: { zh: '汇合' }, next: 'sign' },
  sign: approval([{ manager: 2 }], 'yes', { rejected: 'which' }),
})
const trace = (facts: object, answers = {}) =>
  simulate(definition, answers, env(facts as Record<string, unknown>)).path.map((step) =>
    [step.node, ...step.people].join(' '),
  )

test('an OEM quote takes the fast lane, a project is reviewed by all departments', () => {
  expect(trace({ oem: true })).toEqual(['which', 'fast wang', 'yes'])
  expect(trace({})).toEqual([
    'which',
    'fork',
    'technical ann',
    'finance ann bob cat',
    'meet',
    'meet',
    'sign zhao',
    'yes',
  ])
})

test('a rehearsal follows the answers given', () => {
  expect(simulate(definition, { technical: 'reject' }, env()).outcome).toBe('rejected')
  expect(simulate(definition, { sign: ['reject', 'approve'] }, env())).toMatchObject({ outcome: 'approved' })
})

test('a rehearsal that cannot go on says why', () => {
  const vacant = process('one', { one: approval([{ role: 'nobody' }], 'yes') })
  expect(simulate(vacant, {}, env()).stopped?.code).toBe('no_assignee')
  const endless = process('one', { one: approval(users('ann'), 'yes', { rejected: 'one' }) })
  expect(simulate(endless, { one: 'reject' }, env()).stopped?.code).toBe('loop')
})
