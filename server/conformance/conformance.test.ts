import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { readXml } from './readXml.ts'
import { runCases } from './runCases.ts'

const folders: string[] = []
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true })))

const decision = (name: string, logic: string) =>
  `<dmn:decision name="${name}" id="_${name}">${logic}</dmn:decision>`
const literal = (text: string) =>
  `<dmn:literalExpression><dmn:text><![CDATA[${text}]]></dmn:text></dmn:literalExpression>`
const requires = (name: string) =>
  `<dmn:informationRequirement><dmn:requiredDecision href="#_${name}"/></dmn:informationRequirement>`

/** What the runner says of a model and its cases, line by line. */
function run(decisions: string, results: readonly string[], inputs = '') {
  const folder = mkdtempSync(join(tmpdir(), 'guantong-conformance-'))
  folders.push(folder)
  const inner = join(folder, '0001-ours')
  mkdirSync(inner)
  writeFileSync(
    join(inner, '0001-ours.dmn'),
    `<?xml version="1.0"?><dmn:definitions xmlns:dmn="urn:dmn">${decisions}</dmn:definitions>`,
  )
  const cases = results.map((result, at) => `<testCase id="${at + 1}">${inputs}${result}</testCase>`)
  writeFileSync(
    join(inner, '0001-ours-test-01.xml'),
    `<testCases xmlns:xsi="urn:i"><modelName>0001-ours.dmn</modelName>${cases.join('')}</testCases>`,
  )
  const lines: string[] = []
  const count = runCases(folder, (line) => lines.push(line))
  return { lines, count }
}

const expects = (name: string, inner: string, more = '') =>
  `<resultNode name="${name}" type="decision"${more}><expected>${inner}</expected></resultNode>`
const value = (type: string, text: string) => `<value xsi:type="xsd:${type}">${text}</value>`
const nothing = '<value xsi:nil="true"/>'

test('each case is printed with what came out, and all are counted', () => {
  const { lines, count } = run(decision('days', literal('40 * 3')) + decision('drawn', '<dmn:relation/>'), [
    expects('days', value('decimal', '120')),
    expects('days', value('decimal', '121')),
    expects('drawn', nothing),
  ])
  expect(count).toEqual({ passed: 1, failed: 1, skipped: 1 })
  expect(lines).toEqual([
    'passed  0001-ours.dmn 1 days',
    'failed  0001-ours.dmn 2 days: 120, not 121',
    'skipped 0001-ours.dmn 3 drawn: relation',
  ])
})

test('a decision has what it requires, its inputs with their types, and the knowledge of its model', () => {
  const knowledge =
    '<dmn:businessKnowledgeModel name="gross"><dmn:encapsulatedLogic><dmn:formalParameter name="net"/>' +
    `${literal('net * 1.13')}</dmn:encapsulatedLogic></dmn:businessKnowledgeModel>`
  const inputs =
    `<inputNode name="pieces">${value('decimal', '40')}</inputNode>` +
    `<inputNode name="due">${value('date', '2026-11-23')}</inputNode>` +
    `<inputNode name="lines"><list><item>${value('decimal', '2')}</item></list></inputNode>`
  const { lines, count } = run(
    knowledge +
      decision('Net', literal('pieces * 12.5')) +
      decision('Gross', requires('Net') + literal('gross(Net)')) +
      decision('Late', literal('due + @"P1D" + lines[1] * @"P1D"')),
    [expects('Gross', value('decimal', '565')), expects('Late', value('date', '2026-11-26'))],
    inputs,
  )
  expect(lines.filter((line) => !line.startsWith('passed'))).toEqual([])
  expect(count.passed).toBe(2)
})

test('a table and a boxed context are answered as the literal would be', () => {
  const table =
    '<dmn:decisionTable hitPolicy="UNIQUE"><dmn:input><dmn:inputExpression typeRef="number"><dmn:text>n' +
    '</dmn:text></dmn:inputExpression></dmn:input><dmn:output name="r"/><dmn:rule><dmn:inputEntry><dmn:text>' +
    '&gt; 5</dmn:text></dmn:inputEntry><dmn:outputEntry><dmn:text>"much"</dmn:text></dmn:outputEntry>' +
    '</dmn:rule></dmn:decisionTable>'
  const entry = (name: string, text: string) =>
    `<dmn:contextEntry><dmn:variable name="${name}"/>${literal(text)}</dmn:contextEntry>`
  const { count, lines } = run(
    decision('sized', table) +
      decision('both', `<dmn:context>${entry('a', 'n')}${entry('b', 'a + 1')}</dmn:context>`),
    [
      expects('sized', value('string', 'much')),
      expects(
        'both',
        `<component name="a">${value('decimal', '6')}</component>` +
          `<component name="b">${value('decimal', '7')}</component>`,
      ),
    ],
    `<inputNode name="n">${value('decimal', '6')}</inputNode>`,
  )
  expect(lines.filter((line) => !line.startsWith('passed'))).toEqual([])
  expect(count.passed).toBe(2)
})

test('times agree only with the zone they were given, and what must fail may be refused', () => {
  const { lines } = run(
    decision('zoned', literal('time(@"2026-11-23T08:00:00+02:00")')) + decision('broken', literal('1 +')),
    [
      expects('zoned', value('time', '08:00:00+02:00')),
      expects('zoned', value('time', '08:00:00')),
      expects('broken', nothing, ' errorResult="true"'),
    ],
  )
  expect(lines.map((line) => line.slice(0, 6))).toEqual(['passed', 'failed', 'passed'])
})

test('a file that names others, or is nested without end, is not read', () => {
  expect(() => readXml('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>')).toThrow(
    /document type/,
  )
  expect(() => readXml('<a>'.repeat(300) + '</a>'.repeat(300))).toThrow(/deep/)
})
