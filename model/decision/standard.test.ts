import { expect, test } from 'vitest'
import { agrees, answer, decisionsOf, parseXml } from './testKit.ts'

/** What DMN 1.5 says of decisions on its second level, in models of our own, read from DMN's own XML. */
interface Table {
  readonly policy: string
  readonly aggregation?: string
  /** Expression and type, and the values it may have. */
  readonly inputs: readonly (readonly [expression: string, type: string, values?: string])[]
  readonly outputs: readonly { readonly name?: string; readonly values?: string; readonly default?: string }[]
  /** Cells of the inputs, then of the outputs. */
  readonly rules: readonly (readonly string[])[]
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
const tag = (name: string, inner: string, attributes = '') => `<${name}${attributes}>${inner}</${name}>`
const cell = (name: string, text: string | undefined, attributes = '') =>
  text === undefined ? '' : tag(name, tag('text', escaped(text)), attributes)

const tableXml = ({ policy, aggregation, inputs, outputs, rules }: Table): string =>
  tag(
    'decisionTable',
    [
      ...inputs.map(([expression, type, values]) =>
        tag('input', cell('inputExpression', expression, ` typeRef="${type}"`) + cell('inputValues', values)),
      ),
      ...outputs.map(({ name, values, default: byDefault }) =>
        tag(
          'output',
          cell('outputValues', values) + cell('defaultOutputEntry', byDefault),
          name ? ` name="${name}"` : '',
        ),
      ),
      ...rules.map((cells, at) =>
        tag(
          'rule',
          cells.map((text, i) => cell(i < inputs.length ? 'inputEntry' : 'outputEntry', text)).join('\n'),
          ` id="r${at + 1}"`,
        ),
      ),
    ].join('\n'),
    ` hitPolicy="${policy}"${aggregation ? ` aggregation="${aggregation}"` : ''}`,
  )

const decisionXml = (name: string, inner: string) =>
  tag('decision', inner, ` name="${name}" id="_${name.replaceAll(' ', '_')}"`)
const model = (...parts: string[]) =>
  parseXml(
    `<?xml version="1.0"?>\n${tag('definitions', parts.join('\n'), ' xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/"')}`,
  )

/** What the table says to each case. */
const expectOf = (
  table: Table,
  cases: readonly (readonly [inputs: Record<string, unknown>, expected: unknown])[],
) => {
  const read = model(decisionXml('Verdict', tableXml(table)))
  for (const [inputs, expected] of cases) {
    const found = answer(read, decisionsOf(read)[0]!, inputs)
    expect(
      agrees(found, expected),
      `${JSON.stringify(inputs)}: ${JSON.stringify(found)}, not ${JSON.stringify(expected)}`,
    ).toBe(true)
  }
}

const grades = '"A", "B", "C"'
const asked = [
  ['weight', 'number'],
  ['grade', 'string', grades],
  ['insured', 'boolean'],
] as const
const parcel = (weight: number, grade: string, insured: boolean) => ({ weight, grade, insured })

test('one rule at most applies in a unique table, and each case finds its own', () => {
  expectOf(
    {
      policy: 'UNIQUE',
      inputs: asked,
      outputs: [{ values: '"taken", "refused"' }],
      rules: [
        ['>=30', '"B","A"', 'true', '"taken"'],
        ['<30', '"B","A"', 'true', '"refused"'],
        ['-', '"C"', 'true', '"refused"'],
        ['-', '-', 'false', '"refused"'],
      ],
    },
    [
      [parcel(30, 'A', true), 'taken'],
      [parcel(29.99, 'B', true), 'refused'],
      [parcel(99, 'C', true), 'refused'],
      [parcel(99, 'A', false), 'refused'],
    ],
  )
})

const overlapping = [
  ['>=30', '"B","A"', 'true', '"taken"'],
  ['<30', '-', '-', '"refused"'],
  ['-', '"C"', '-', '"refused"'],
  ['-', '-', 'false', '"refused"'],
]

test('rules of an any-table may overlap as long as they agree; a priority table takes the value named first', () => {
  const cases = [
    [parcel(30, 'A', true), 'taken'],
    [parcel(10, 'C', false), 'refused'],
    [parcel(50, 'C', true), 'refused'],
    [parcel(50, 'B', false), 'refused'],
  ] as const
  expectOf(
    { policy: 'ANY', inputs: asked, outputs: [{ values: '"taken", "refused"' }], rules: overlapping },
    cases,
  )
  expectOf(
    { policy: 'PRIORITY', inputs: asked, outputs: [{ values: '"taken", "refused"' }], rules: overlapping },
    cases,
  )
  const everyone = {
    inputs: asked,
    rules: [
      ['>=30', '-', 'true', '"taken"'],
      ['-', '-', '-', '"refused"'],
    ],
  }
  expectOf({ policy: 'PRIORITY', ...everyone, outputs: [{ values: '"taken", "refused"' }] }, [
    [parcel(31, 'A', true), 'taken'],
    [parcel(1, 'A', true), 'refused'],
  ])
  expectOf({ policy: 'PRIORITY', ...everyone, outputs: [{ values: '"refused", "taken"' }] }, [
    [parcel(31, 'A', true), 'refused'],
  ])
})

const graded = [
  ['>18', '"fast"', '"air"'],
  ['>12', '"fast"', '"road"'],
  ['>0', '"slow"', '"sea"'],
]
const ways = [
  { name: 'Speed', values: '"fast", "slow"' },
  { name: 'Way', values: '"sea", "road", "air"' },
]
const of = (Speed: string, Way: string) => ({ Speed, Way })

test('several outputs make a structure: the first that applies, all in the order of the rules, all in the order of the values, or just all', () => {
  const table = { inputs: [['value', 'number']] as const, outputs: ways, rules: graded }
  expectOf({ policy: 'FIRST', ...table }, [
    [{ value: 20 }, of('fast', 'air')],
    [{ value: 13 }, of('fast', 'road')],
    [{ value: 1 }, of('slow', 'sea')],
    [{ value: 0 }, null],
  ])
  expectOf({ policy: 'RULE ORDER', ...table }, [
    [{ value: 20 }, [of('fast', 'air'), of('fast', 'road'), of('slow', 'sea')]],
  ])
  expectOf({ policy: 'OUTPUT ORDER', ...table }, [
    [{ value: 20 }, [of('fast', 'road'), of('fast', 'air'), of('slow', 'sea')]],
  ])
  expectOf({ policy: 'PRIORITY', ...table }, [[{ value: 20 }, of('fast', 'road')]])
  expectOf({ policy: 'COLLECT', ...table }, [[{ value: 13 }, [of('fast', 'road'), of('slow', 'sea')]]])
  const plain = {
    inputs: table.inputs,
    outputs: [{ values: '"later", "now"' }],
    rules: [
      ['>=18', '"now"'],
      ['<18', '"later"'],
      ['>=0', '"later"'],
    ],
  }
  expectOf({ policy: 'RULE ORDER', ...plain }, [[{ value: 18 }, ['now', 'later']]])
  expectOf({ policy: 'OUTPUT ORDER', ...plain }, [[{ value: 18 }, ['later', 'now']]])
})

test('where nothing applies, each output has the value that its column gives by default', () => {
  const outputs = [
    { name: 'Speed', default: '"slow"' },
    { name: 'Way', default: '"sea"' },
  ]
  expectOf(
    { policy: 'UNIQUE', inputs: [['value', 'number']], outputs, rules: [['>100', '"fast"', '"air"']] },
    [
      [{ value: 101 }, of('fast', 'air')],
      [{ value: 100 }, of('slow', 'sea')],
    ],
  )
})

test('what is collected is added up, counted, or the least or the most of it taken', () => {
  const rules = [
    ['>1', '98.75'],
    ['>2', '150.5'],
    ['>3', '205.25'],
    ['>5', '64.5'],
  ]
  const table = { policy: 'COLLECT', inputs: [['years', 'number']] as const, outputs: [{}], rules }
  expectOf({ ...table, aggregation: 'SUM' }, [
    [{ years: 4 }, 454.5],
    [{ years: 6 }, 519],
    [{ years: 2 }, 98.75],
  ])
  expectOf({ ...table, aggregation: 'MIN' }, [
    [{ years: 4 }, 98.75],
    [{ years: 6 }, 64.5],
  ])
  expectOf({ ...table, aggregation: 'MAX' }, [
    [{ years: 2 }, 98.75],
    [{ years: 6 }, 205.25],
  ])
  expectOf({ ...table, aggregation: 'COUNT' }, [
    [{ years: 1 }, 0],
    [{ years: 4 }, 3],
    [{ years: 6 }, 4],
  ])
})

test('a decision asks the decisions it requires, and calls knowledge by name', () => {
  const net = decisionXml(
    'Net',
    '<variable name="Net" typeRef="number"/>' + cell('literalExpression', 'pieces * price'),
  )
  const required = tag('informationRequirement', '<requiredDecision href="#_Net"/>')
  const gross = decisionXml('Gross', required + cell('literalExpression', 'Net * 1.13'))
  const chained = model(net, gross)
  expect(agrees(answer(chained, decisionsOf(chained)[1]!, { pieces: 40, price: 12.5 }), 565)).toBe(true)
  const rate = tag(
    'businessKnowledgeModel',
    tag(
      'encapsulatedLogic',
      '<formalParameter name="p"/><formalParameter name="r"/><formalParameter name="n"/>' +
        cell('literalExpression', '(p*r/12)/(1-(1+r/12)**-n)'),
    ),
    ' name="PMT"',
  )
  const monthly = model(
    rate,
    decisionXml('Monthly', cell('literalExpression', 'PMT(loan.sum, loan.rate, loan.months) + fee')),
  )
  const expected = (60_000 * 0.004) / (1 - 1.004 ** -24) + 35
  expect(
    agrees(
      answer(monthly, decisionsOf(monthly)[0]!, { loan: { sum: 60_000, rate: 0.048, months: 24 }, fee: 35 }),
      expected,
    ),
  ).toBe(true)
})
