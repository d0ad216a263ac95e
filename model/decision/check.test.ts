import { expect, test } from 'vitest'
import type { Scope } from '../expression/index.ts'
import { checkDecision, findDecisionFaults } from './check.ts'
import { defineDecision, type Decision } from './definition.ts'

const scope: Scope = { amount: { is: 'value', type: 'number' }, grade: { is: 'value', type: 'string' } }
const sound = defineDecision('level', {
  label: { zh: '级别', en: 'Level' },
  hit_policy: 'U',
  inputs: [
    { name: 'amount', expression: 'amount' },
    { name: 'grade', expression: 'grade', values: ['"A"', '"B"'] },
  ],
  outputs: [{ name: 'level', type: 'string', values: ['"one"', '"two"'] }],
  rules: [
    { id: 'r1', when: ['> 10', '"A"'], then: ['"one"'] },
    { id: 'r2', when: ['-', '"B"'], then: ['if amount > 5 then "one" else "two"'] },
  ],
})
const faults = (changes: Partial<Decision>) =>
  findDecisionFaults({ ...sound, ...changes }, scope).map(({ code, rule, column }) =>
    [code, rule, column].filter(Boolean).join(' '),
  )

test('a sound table has no faults', () => {
  expect(faults({})).toEqual([])
  expect(() => checkDecision(sound, scope)).not.toThrow()
  expect(findDecisionFaults(sound)).toEqual([])
})

test('a cell that cannot be read is named by its rule and column, with the place pointed at', () => {
  const broken = { ...sound, rules: [{ id: 'r7', when: ['> amuont', '"A"'], then: ['"one"'] }] }
  expect(findDecisionFaults(broken, scope)).toMatchObject([
    { code: 'unknown_name', rule: 'r7', column: 'amount', from: 2, to: 8 },
  ])
  expect(() => checkDecision(broken, scope)).toThrow(/rule r7, column amount: .*amuont/)
})

test('a heading that cannot be read is named once', () => {
  expect(faults({ inputs: [{ name: 'amount', expression: 'amuont' }, sound.inputs[1]!] })).toEqual([
    'unknown_name amount',
  ])
})

test('results of the wrong type or outside the list are found before anybody relies on them', () => {
  expect(faults({ rules: [{ id: 'r1', when: ['-', '-'], then: ['5'] }] })).toEqual(['wrong_type r1 level'])
  expect(faults({ rules: [{ id: 'r1', when: ['-', '-'], then: ['"three"'] }] })).toEqual([
    'value_not_listed r1 level',
  ])
})

test('a table must fit its hit policy and its width', () => {
  expect(faults({ hit_policy: 'P', outputs: [{ name: 'level' }] })).toEqual(['no_priority'])
  expect(faults({ hit_policy: 'C+', outputs: [{ name: 'a' }, { name: 'b' }], rules: [] })).toEqual([
    'too_many_outputs',
  ])
  expect(
    faults({
      rules: [
        { id: 'r1', when: ['-'], then: ['"one"'] },
        { id: 'r1', when: ['-', '-'], then: ['"one"'] },
      ],
    }),
  ).toEqual(['wrong_width r1', 'rule_twice r1'])
})
