import {
  decide,
  defineDecision,
  holds,
  parseExpression,
  type HitPolicy,
  type Scope,
} from '../../model/index.ts'
import { print } from '../say.ts'
import type { Line } from './index.ts'

/**
 * How many answers a second one core gives, in processor time of this process, so that what else the machine
 * does counts little; in turns, so that a machine that grows slower does so for all of them. Needs no
 * database.
 */
export const rules: Line = {
  name: 'rules',
  async measure() {
    for (const [name, { perSecond, share }] of Object.entries(askInTurns(questions())))
      print(
        `${name.padEnd(40)}${Math.round(perSecond).toLocaleString('en').padStart(9)}/s of processor` +
          `   (${(share * 100).toFixed(0)} % of a core was ours)`,
      )
  },
}

type Question = (i: number) => unknown

const scope: Scope = {
  amount: { is: 'value', type: 'number', column: 'amount' },
  stage: { is: 'value', type: 'string', column: 'stage' },
  grade: { is: 'value', type: 'string', column: 'grade' },
  region: { is: 'value', type: 'string', column: 'region' },
}

/** The first condition must look at both of its parts for half of the rows. */
function questions(): Readonly<Record<string, Question>> {
  const rows = Array.from({ length: 64 }, (_, i) => ({
    amount: `${1200 + i * 100}.50`,
    stage: i % 2 ? 'won' : 's7',
    grade: `g${i % 5}`,
    region: `r${i % 10}`,
  }))
  const row = (i: number) => rows[i & 63]!
  const plain = parseExpression('amount > 1000 and stage = "won"', scope)
  const reckoned = parseExpression('amount * 1.13 - 500 > 1000 or grade in ("g1", "g2")', scope)
  const [first, every] = [table('F'), table('C')]
  return {
    'condition: amount > 1000 and stage = ..': (i) => holds(plain, row(i)),
    'condition that reckons': (i) => holds(reckoned, row(i)),
    'table of 50 rows, first hit': (i) => decide(first, row(i)),
    'table of 50 rows, first hit, typed': (i) => decide(first, row(i), { scope }),
    'table of 50 rows, every hit': (i) => decide(every, row(i)),
  }
}

/** Fifty rules over three inputs: texts, choices of texts, limits and ranges. */
const table = (hit_policy: HitPolicy) =>
  defineDecision('bench', {
    label: { zh: '分配', en: 'Routing' },
    hit_policy,
    inputs: ['region', 'grade', 'amount'].map((name) => ({ name, expression: name })),
    outputs: [{ name: 'team', type: 'string' }],
    rules: Array.from({ length: 50 }, (_, i) => ({
      id: `rule_${i}`,
      when: [
        `"r${i % 10}"`,
        i % 3 ? `"g${i % 5}", "g${i % 7}"` : '-',
        i % 2 ? `> ${1000 + i * 100}` : `[${1000 + i * 100}..${3000 + i * 100}]`,
      ],
      then: [`"team ${i}"`],
    })),
  })

const TURNS = 8
const TURN_MS = 150

function askInTurns(all: Readonly<Record<string, Question>>) {
  const names = Object.keys(all)
  for (const name of names) askFor(all[name]!, TURN_MS)
  const turns = Array.from({ length: TURNS }, (_, turn) =>
    (turn % 2 ? names.toReversed() : names).map((name) => ({ name, ...askFor(all[name]!, TURN_MS) })),
  ).flat()
  return Object.fromEntries(
    names.map((name) => {
      const own = turns.filter((one) => one.name === name)
      const sum = (of: 'asked' | 'busySeconds' | 'seconds') => own.reduce((total, one) => total + one[of], 0)
      return [
        name,
        { perSecond: sum('asked') / sum('busySeconds'), share: sum('busySeconds') / sum('seconds') },
      ]
    }),
  )
}

function askFor(question: Question, ms: number) {
  const [began, before] = [performance.now(), process.cpuUsage()]
  let asked = 0
  do for (let i = 0; i < 100; i++) question(asked++)
  while (performance.now() - began < ms)
  const { user, system } = process.cpuUsage(before)
  return { asked, busySeconds: (user + system) / 1e6, seconds: (performance.now() - began) / 1000 }
}
