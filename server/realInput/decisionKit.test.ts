import { join } from 'node:path'
import { expect, test } from 'vitest'
import {
  agrees,
  all,
  answer,
  decisionsOf,
  one,
  readCases,
  readValue,
  textOf,
  type Element,
} from '../../model/decision/testKit.ts'
import { evaluate, parseExpression } from '../../model/expression/index.ts'
import { realFolder } from './realData.ts'

const folder = join(realFolder('dmn-tck-level2'), 'compliance-level-2')

test('the published DMN level 2 cases come out as published', () => {
  const failures: string[] = []
  const count = { tables: 0, all: 0 }
  for (const { name, model, cases } of readCases(folder)) {
    for (const one_case of cases) {
      const inputs = Object.fromEntries(
        all(one_case, 'inputNode').map((node) => [node.attributes['name']!, readValue(node)]),
      )
      for (const wanted of all(one_case, 'resultNode')) {
        const decision = decisionsOf(model).find(
          (each) => each.attributes['name'] === wanted.attributes['name'],
        )!
        count.all++
        if (one(decision, 'decisionTable')) count.tables++
        try {
          const expected = readValue(one(wanted, 'expected'))
          const actual = answer(model, decision, inputs)
          if (!agrees(actual, expected))
            failures.push(
              `${name} ${one_case.attributes['id']} ${wanted.attributes['name']}: ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`,
            )
        } catch (error) {
          failures.push(`${name} ${one_case.attributes['id']} ${wanted.attributes['name']}: ${String(error)}`)
        }
      }
    }
  }
  console.info(
    `DMN TCK level 2: ${count.all - failures.length} of ${count.all} results agree (${count.tables} from decision tables)`,
  )
  expect(count.all).toBeGreaterThanOrEqual(126)
  expect(failures).toEqual([])
})

test('each published result of a plain expression comes out as published', () => {
  const plain = (model: Element) =>
    decisionsOf(model).filter(
      (decision) =>
        one(decision, 'literalExpression') &&
        !all(decision, 'knowledgeRequirement').length &&
        !all(decision, 'informationRequirement').some((need) => one(need, 'requiredDecision')),
    )
  const wrong: string[] = []
  let results = 0
  for (const { name, model, cases } of readCases(folder))
    for (const each of cases) {
      const context = Object.fromEntries(
        all(each, 'inputNode').map((node) => [node.attributes['name']!, readValue(node)]),
      )
      for (const wanted of all(each, 'resultNode')) {
        const decision = plain(model).find((found) => found.attributes['name'] === wanted.attributes['name'])
        if (!decision) continue
        results++
        const found = evaluate(parseExpression(textOf(one(decision, 'literalExpression'))!), context)
        const expected = readValue(one(wanted, 'expected'))
        const same =
          typeof expected === 'number'
            ? Math.abs(Number(found) - expected) < 1e-8
            : Object.is(found ?? null, expected)
        if (!same)
          wrong.push(
            `${name} ${each.attributes['id']} ${wanted.attributes['name']}: ${String(found)}, not ${String(expected)}`,
          )
      }
    }
  expect(results).toBeGreaterThanOrEqual(72)
  expect(wrong).toEqual([])
})
