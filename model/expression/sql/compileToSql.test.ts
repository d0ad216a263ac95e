import { expect, test } from 'vitest'
import { compileToSql, parseExpression, type ExpressionError } from '../index.ts'
import { dealScope, parameters } from './testDeals.ts'

const now = new Date('2026-11-23T08:00:00.000Z')
const compile = (source: string, firstParam = 1) =>
  compileToSql(parseExpression(source, dealScope), {
    scope: dealScope,
    base: 't',
    parameters,
    firstParam,
    now,
  })
const { me, my_team } = parameters

test.each([
  ['owner = me', 't."owner" = $1::uuid', [me]],
  ['owner in my_team', 't."owner" = any($1::uuid[])', [my_team.slice(0, 2)]],
  ['amount > 1000 and stage = "won"', '(t."amount" > $1::numeric and t."stage" = $2::text)', ['1000', 'won']],
  ['stage in ["won", "lost"]', 't."stage" = any($1::text[])', [['won', 'lost']]],
  ['due >= today()', 't."due" >= $1::date', ['2026-11-23']],
  [
    'created_at >= @"2026-11-23T08:00:00+02:00"',
    't."created_at" >= $1::timestamptz',
    ['2026-11-23T06:00:00.000Z'],
  ],
  ['amount in [>= 5, <= 1]', '(t."amount" >= $1::numeric or t."amount" <= $2::numeric)', ['5', '1']],
  ['created_at >= today()', 't."created_at" >= $1::timestamptz', ['2026-11-22T16:00:00.000Z']],
  ['about = me', 't."about" = $1::uuid', [me]],
  ['me in watchers', 't."watchers" @> array[$1::uuid]', [me]],
  ['"won" in tags', 't."tags" @> array[$1::text]', ['won']],
  ['customer = null', 't."customer" is null', []],
  ['owner = nobody', 't."owner" is null', []],
  ['not(won)', '(not t."won")', []],
  ['amount > 2 * 3 + 1', 't."amount" > $1::numeric', ['7']],
])('a condition leaves the column bare, so that an index serves it: %s', (source, text, params) =>
  expect(compile(source)).toEqual({ text, params }),
)

test('a gate over child rows is EXISTS, without deleted rows', () => {
  expect(compile('some a in activities satisfies a.kind = "meeting" and a.minutes > 60', 4)).toEqual({
    text: 'exists (select 1 from "pg_temp"."activity" as t_1 where t_1."deal" = t."id" and t_1."deleted_at" is null and (t_1."kind" = $4::text and t_1."minutes" > $5::numeric))',
    params: ['meeting', '60'],
  })
})

test.each([
  'count(activities[minutes > 5]) > 2',
  'sum(activities.minutes) >= 10',
  'customer.grade = "A"',
  'customer.keeper.level > 1',
  'every a in activities satisfies a.done',
  'mean(activities.minutes) / 3 > 1',
])('the question compiles: %s', (source) => expect(compile(source).text).toContain('select'))

test.each([
  'matches(stage, "a+")',
  'activities[1].kind = "call"',
  'amount ** cost > 1',
  'sqrt(amount) > 1',
  'if won then amount else stage',
  '{a: amount}.a > 1',
  'split(stage, ",") = null',
  'is(stage, "won")',
  'mode(activities.minutes) = [5]',
  'during(due, [@"2026-11-01"..@"2026-11-30"])',
  '(if won then created_at else @"2026-11-23T08:00:00+02:00") > now()',
  'matches("a", "(a+)+$")',
  `${'round half even('.repeat(12)}amount${')'.repeat(12)} > 1`,
])('what SQL would not answer exactly alike is refused: %s', (source) => {
  try {
    compile(source)
  } catch (error) {
    expect((error as ExpressionError).code).toBe('not_in_sql')
    return
  }
  throw new Error('it compiled')
})

test('a parameter that was not given is an error, never an empty value', () => {
  expect(() =>
    compileToSql(parseExpression('owner = me', dealScope), { scope: dealScope, base: 't' }),
  ).toThrow(expect.objectContaining({ code: 'parameter_missing' }))
})

test('nothing from an expression reaches the text of the statement', () => {
  const { text, params } = compile(`stage = "'; drop table x; --"`)
  expect(text).toBe('t."stage" = $1::text')
  expect(params).toEqual(["'; drop table x; --"])
})
