import { expect, test } from 'vitest'
import { asciiDxf, binaryDxf, entity, hole, rectangle } from '../dxf/dxfFixture.ts'
import { readDxf } from '../dxf/readDxf.ts'
import { recogniseDrawing } from '../recogniseDrawing.ts'
import { measureFlat } from './measureFlat.ts'
import { measure, millimetres } from './testFlat.ts'

test('binary files of both eras and Chinese before AC1021 read like the rest', () => {
  for (const wide of [true, false]) {
    expect(measureFlat(readDxf(binaryDxf({ entities: hole(0, 0, 10) }, wide))).net_area_mm2).toBeCloseTo(
      100 * Math.PI,
      9,
    )
  }
  const text = entity('TEXT', [8, '图层一'], [10, 0], [20, 0], [40, 3], [1, '材料：不锈钢 %%c20'])
  const gbk = asciiDxf({
    header: [
      [9, '$ACADVER'],
      [1, 'AC1015'],
      [9, '$DWGCODEPAGE'],
      [3, 'ANSI_936'],
    ],
    entities: [...hole(0, 0, 1), ...text],
    encoding: 'gbk',
  })
  expect(readDxf(gbk).texts[0]).toMatchObject({ text: '材料：不锈钢 Ø20', layer: '图层一' })
  const lying = asciiDxf({
    header: [
      [9, '$ACADVER'],
      [1, 'AC1015'],
      [9, '$DWGCODEPAGE'],
      [3, 'ANSI_1252'],
    ],
    entities: [...hole(0, 0, 1), ...text],
    encoding: 'gbk',
  })
  expect(readDxf(lying).texts[0]?.text).toBe('材料：不锈钢 Ø20')
})

test('a cut-off, empty or self-multiplying file is refused in words', () => {
  const whole = asciiDxf({ entities: rectangle(0, 0, 10, 10) })
  expect(() => readDxf(whole.subarray(0, whole.length - 30))).toThrow(/cut off/)
  expect(() => measureFlat(readDxf(asciiDxf({ entities: [] })))).toThrow(/no outline/)
  const insert = (name: string) =>
    Array.from({ length: 20 }, () => entity('INSERT', [8, '0'], [2, name], [10, 0], [20, 0])).flat()
  const bomb = asciiDxf({
    blocks: Array.from({ length: 8 }, (_, i) => [
      ...entity('BLOCK', [2, `b${i}`]),
      ...(i === 0 ? hole(0, 0, 1) : insert(`b${i - 1}`)),
      ...entity('ENDBLK'),
    ]).flat(),
    entities: insert('b7'),
  })
  expect(() => readDxf(bomb)).toThrow(/multiply/)
})

test('a hole written as a rational spline is a round hole', () => {
  const w = Math.SQRT1_2
  const points = [
    [10, 0],
    [10, 10],
    [0, 10],
    [-10, 10],
    [-10, 0],
    [-10, -10],
    [0, -10],
    [10, -10],
    [10, 0],
  ]
  const spline = entity(
    'SPLINE',
    [8, '0'],
    [70, 13],
    [71, 2],
    ...[0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 4].map((k) => [40, k] as const),
    ...[1, w, 1, w, 1, w, 1, w, 1].map((k) => [41, k] as const),
    ...points.flatMap(
      ([x, y]) =>
        [
          [10, x! + 50],
          [20, y! + 50],
        ] as const,
    ),
  )
  expect(measure(rectangle(0, 0, 100, 100), spline).holes).toEqual([
    { diameter_mm: 20, depth_mm: null, through: true, count: 1 },
  ])
})

test('an ellipse written with few digits is whole, closed splines close', () => {
  const ellipse = (end: number) =>
    measure(entity('ELLIPSE', [8, '0'], [10, 5], [20, 5], [11, 20], [21, 0], [40, 0.5], [41, 0], [42, end]))
  expect(ellipse(6.28319).net_area_mm2).toBeCloseTo(200 * Math.PI, 6)
  const round = (i: number): [number, number] => [
    10 * Math.cos((Math.PI * i) / 16),
    10 * Math.sin((Math.PI * i) / 16),
  ]
  const spline = (code: number, knots: number[]) =>
    measure(
      entity(
        'SPLINE',
        [8, '0'],
        [70, 3],
        [71, 3],
        ...knots.map((k) => [40, k] as const),
        ...Array.from({ length: 32 }, (_, i) => round(i)).flatMap(
          ([x, y]) =>
            [
              [code, x],
              [code + 10, y],
            ] as const,
        ),
      ),
    )
  expect(spline(11, []).net_area_mm2! / (100 * Math.PI)).toBeCloseTo(1, 4)
  const [once, run] = [
    spline(
      10,
      Array.from({ length: 33 }, (_, i) => i),
    ),
    spline(
      10,
      Array.from({ length: 39 }, (_, i) => i - 3),
    ),
  ]
  expect(run.net_area_mm2).toBeCloseTo(once.net_area_mm2!, 9)
})

test('line ends of every system, blank lines before and a Ctrl-Z behind do not matter', () => {
  const text = Buffer.from(asciiDxf({ header: millimetres, entities: rectangle(0, 0, 10, 10) })).toString()
  for (const spoilt of [
    text.replaceAll('\n', '\r'),
    text.replaceAll('\n', '\r\r\n'),
    `\n\n${text}`,
    `${text}\x1a`,
  ]) {
    const bytes = new Uint8Array(Buffer.from(spoilt, 'latin1'))
    expect([recogniseDrawing(bytes).kind, measureFlat(readDxf(bytes)).net_area_mm2]).toEqual(['dxf', 100])
  }
})
