import { expect, test } from 'vitest'
import { decide, defineDecision } from '../decision/index.ts'
import { evaluate, holds, parseExpression, type Scope } from '../expression/index.ts'
import { checkProcess } from './check.ts'
import type { Env } from './effect.ts'
import { approval, env, people, process } from './testCompany.ts'
import { simulate } from './simulate.ts'

/**
 * The approval of a quote as companies write it down, run on the real expression engine and a decision table.
 */
const scope: Scope = {
  discount: { is: 'value', type: 'number' },
  price: { is: 'value', type: 'number' },
  base: { is: 'value', type: 'number' },
  special_clause: { is: 'value', type: 'boolean' },
  customer_type: { is: 'value', type: 'string' },
  process: { is: 'value', type: 'context' },
}

const reviewer = defineDecision('reviewer', {
  label: { zh: '技术负责人' },
  hit_policy: 'F',
  inputs: [{ name: 'type', expression: 'customer_type' }],
  outputs: [{ name: 'user', default: '"cat"' }],
  rules: [{ id: 'oem', when: ['"oem"'], then: ['"bob"'] }],
})

const definition = process('clause', {
  clause: {
    kind: 'exclusive',
    label: { zh: '特殊条款' },
    branches: [{ when: 'special_clause', next: 'copy' }],
    default: 'level',
  },
  copy: { kind: 'notify', label: { zh: '抄送技术负责人' }, to: [{ decision: 'reviewer' }], next: 'level' },
  level: {
    kind: 'exclusive',
    label: { zh: '审批级别' },
    branches: [
      { when: 'customer_type = "oem" and discount <= 5 and abs(price - base) / base <= 0.15', next: 'yes' },
      { when: 'abs(price - base) / base > 0.15', next: 'manager' },
      { when: 'discount > 5', next: 'director' },
    ],
    default: 'yes',
  },
  manager: approval([{ manager: 1 }], 'director'),
  director: approval([{ role: 'director' }], 'yes', { rejected: 'no' }),
})

const world = (quote: Record<string, unknown>): Env =>
  env(
    {},
    {
      evaluate: (feel, names) => evaluate(parseExpression(feel, scope), { ...quote, ...names }),
      holds: (feel, names) => holds(parseExpression(feel, scope), { ...quote, ...names }),
      people: (who) =>
        'decision' in who ? [String(decide(reviewer, quote, { scope }).result)] : people(who),
    },
  )
const quote = { discount: '0', price: '100', base: '100', special_clause: false, customer_type: 'project' }
const asked = (changes: object) =>
  simulate(definition, {}, world({ ...quote, ...changes }))
    .path.filter((step) => step.people.length > 0)
    .map((step) => `${step.node} ${step.people.join(' ')}`)

test('every condition of the process can be read', () => {
  expect(() => checkProcess(definition, (source) => parseExpression(source, scope))).not.toThrow()
  const wrong = { ...definition, start: { ...definition.start, when: 'discuont > 5' } }
  expect(() => checkProcess(wrong, (source) => parseExpression(source, scope))).toThrow(/discuont/)
})

test('a price exactly fifteen percent off needs nobody, a cent more needs manager and director', () => {
  expect(asked({ price: '115.00' })).toEqual([])
  expect(asked({ price: '115.01' })).toEqual(['manager wang', 'director zhao'])
})

test('five percent discount exactly needs nobody, 5.01 needs the sales director', () => {
  expect(asked({ discount: '5.00' })).toEqual([])
  expect(asked({ discount: '5.01' })).toEqual(['director zhao'])
})

test('special technical clauses are copied to the technical lead the rule centre names', () => {
  expect(asked({ special_clause: true })).toEqual(['copy cat'])
  expect(asked({ special_clause: true, customer_type: 'oem' })).toEqual(['copy bob'])
})
