import { expect, test } from 'vitest'
import { asciiDxf, binaryDxf, entity, hole, line, rectangle } from '../dxf/dxfFixture.ts'
import { readDxf } from '../dxf/readDxf.ts'
import { recogniseDrawing } from '../recogniseDrawing.ts'
import { measureFlat } from './measureFlat.ts'

const millimetres = [
  [9, '$INSUNITS'],
  [70, 4],
] as const
const measure = (...parts: ReturnType<typeof line>[]) =>
  measureFlat(readDxf(asciiDxf({ header: millimetres, entities: parts.flat() })))
const codes = (m: ReturnType<typeof measure>) => m.warnings.map((w) => w.code)

test('a plate with a hole has one part, two pierces and the net area of steel', () => {
  const plate = measure(rectangle(0, 0, 100, 50), hole(20, 20, 5))
  expect(plate.net_area_mm2).toBeCloseTo(5000 - 25 * Math.PI, 9)
  expect(plate.cut_length_mm).toBeCloseTo(300 + 10 * Math.PI, 9)
  expect(plate.pierces).toBe(2)
  expect(plate.holes).toEqual([{ diameter_mm: 10, depth_mm: null, through: true, count: 1 }])
  expect(plate.process.kind).toBe('flat_cut')
})

test('loose lines and arcs in any order and direction join into one contour', () => {
  const slot = measure(
    line(0, 0, 40, 0),
    line(0, 20, 40, 20),
    entity('ARC', [8, '0'], [10, 40], [20, 10], [40, 10], [50, 270], [51, 90]),
    entity('ARC', [8, '0'], [10, 0], [20, 10], [40, 10], [50, 90], [51, 270]),
  )
  expect(slot.net_area_mm2).toBeCloseTo(800 + 100 * Math.PI, 8)
  expect(slot.warnings).toEqual([])
})

test('a part lying in the hole of another is a part again, equal parts are counted', () => {
  const sheet = measure(
    rectangle(0, 0, 100, 100),
    rectangle(10, 10, 80, 80),
    rectangle(20, 20, 10, 10),
    rectangle(40, 20, 10, 10),
  )
  expect(sheet.parts.map((p) => [p.quantity, p.net_area_mm2])).toEqual([
    [1, 3600],
    [2, 100],
  ])
  expect(sheet.net_area_mm2).toBeCloseTo(3800, 9)
})

test('a line drawn twice is cut once', () => {
  const square = measure(rectangle(0, 0, 10, 10), rectangle(0, 0, 10, 10))
  expect(square.cut_length_mm).toBeCloseTo(40, 9)
  expect(codes(square)).toContain('duplicates_dropped')
})

test('an open end is pointed at, a small gap is closed and said so', () => {
  const open = measure(line(0, 0, 100, 0), line(100, 0, 100, 100))
  expect(open.warnings.filter((w) => w.code === 'open_end').map((w) => w.at)).toEqual(
    expect.arrayContaining([
      [0, 0],
      [100, 100],
    ]),
  )
  const gap = measure(line(0, 0, 100, 0), line(100, 0.01, 100, 100), line(100, 100, 0, 0))
  expect(gap.net_area_mm2).toBeCloseTo(5000, 0)
  expect(codes(gap)).toEqual(['gap_closed'])
})

test('a dangling line does not spoil the contour it hangs on', () => {
  const square = measure(
    line(0, 0, 10, 0),
    line(10, 0, 10, 10),
    line(10, 10, 0, 10),
    line(0, 10, 0, 0),
    line(10, 10, 15, 15),
  )
  expect(square.net_area_mm2).toBeCloseTo(100, 9)
  expect(codes(square)).toContain('open_end')
})

test('bend and etch layers are not cut, and the note beside a bend gives its angle and radius', () => {
  const part = measure(
    rectangle(0, 0, 100, 50),
    line(50, 0, 50, 50, 'IV_BEND'),
    line(10, 10, 20, 10, '打标'),
    entity('TEXT', [8, '标注'], [10, 51], [20, 25], [40, 2], [1, 'UP 90%%d R 2']),
  )
  expect(part.cut_length_mm).toBeCloseTo(300, 9)
  expect(part.bends).toEqual([{ angle_deg: 90, radius_mm: 2, length_mm: 50, count: 1 }])
  expect(part.process.kind).toBe('sheet_metal')
})

test('a company says by colour what is bent and what is marked', () => {
  const coloured = (colour: number, y: number) =>
    entity('LINE', [8, '0'], [62, colour], [10, 10], [20, y], [11, 90], [21, y])
  const drawing = readDxf(
    asciiDxf({
      header: millimetres,
      entities: [...rectangle(0, 0, 100, 50), ...coloured(1, 10), ...coloured(5, 30)],
    }),
  )
  const part = measureFlat(drawing, {
    roles: [
      { role: 'bend', colours: [1] },
      { role: 'etch', colours: [5] },
    ],
  })
  expect(part.bends).toEqual([{ angle_deg: null, radius_mm: null, length_mm: 80, count: 1 }])
  expect(part.cut_length_mm).toBeCloseTo(300, 9)
})

test('a coloured line from rim to rim is taken for a bend line, with a warning', () => {
  const part = measure(
    rectangle(0, 0, 100, 50),
    entity('LINE', [8, '0'], [62, 3], [10, 30], [20, 0], [11, 30], [21, 50]),
  )
  expect(part.bends).toEqual([{ angle_deg: null, radius_mm: null, length_mm: 50, count: 1 }])
  expect(part.cut_length_mm).toBeCloseTo(300, 9)
  expect(codes(part)).toContain('bends_inferred')
})

test('the border of a drawing sheet is paper, not steel', () => {
  const sheet = measure(
    rectangle(0, 0, 297, 210),
    rectangle(50, 50, 100, 60),
    entity('TEXT', [8, '0'], [10, 5], [20, 5], [40, 3], [1, '板厚 2']),
  )
  expect(sheet.net_area_mm2).toBeCloseTo(6000, 9)
  expect(sheet.thickness_mm).toBe(2)
  expect(codes(sheet)).toContain('frame_ignored')
})

test('the attributes of a title block say what they are', () => {
  const attribute = (tag: string, value: string) =>
    entity('ATTRIB', [8, '0'], [10, 0], [20, -50], [40, 3], [1, value], [2, tag])
  const drawing = asciiDxf({
    header: millimetres,
    blocks: [...entity('BLOCK', [2, 'title'], [10, 0], [20, 0]), ...entity('ENDBLK')],
    entities: [
      ...rectangle(0, 0, 100, 50),
      ...entity('INSERT', [8, '0'], [66, 1], [2, 'title'], [10, 0], [20, 0]),
      ...attribute('图号', 'A-17'),
      ...attribute('MATERIAL', 'SUS304'),
      ...attribute('SCALE', '1:5'),
      ...entity('SEQEND'),
    ],
  })
  const found = measureFlat(readDxf(drawing), { thickness: 2 })
  expect(found.title_block).toEqual({ number: 'A-17', material: 'SUS304', scale: '1:5' })
  expect(found.mass_kg).toBeCloseTo(5000 * 2 * 7.93e-6, 9)
})

test('a block array with a non-uniform scale stays exact', () => {
  const drawing = asciiDxf({
    header: millimetres,
    blocks: [...entity('BLOCK', [2, 'b'], [10, 1], [20, 1]), ...hole(1, 1, 1), ...entity('ENDBLK')],
    entities: entity(
      'INSERT',
      [8, '0'],
      [2, 'b'],
      [10, 0],
      [20, 0],
      [41, 3],
      [42, 2],
      [70, 3],
      [71, 2],
      [44, 20],
      [45, 10],
    ),
  })
  const found = measureFlat(readDxf(drawing))
  expect(found.net_area_mm2).toBeCloseTo(6 * 6 * Math.PI, 9)
  expect(found.parts[0]!.quantity).toBe(6)
})

test('a hatch alone is an outline, a hatch over a drawn contour is not counted again', () => {
  const hatch = entity(
    'HATCH',
    [8, '0'],
    [10, 0],
    [20, 0],
    [30, 0],
    [2, 'SOLID'],
    [70, 1],
    [71, 0],
    [91, 1],
    [92, 1],
    [93, 2],
    [72, 2],
    [10, 5],
    [20, 5],
    [40, 5],
    [50, 0],
    [51, 180],
    [73, 1],
    [72, 1],
    [10, 0],
    [20, 5],
    [11, 10],
    [21, 5],
    [97, 0],
    [75, 0],
  )
  expect(measure(hatch).net_area_mm2).toBeCloseTo(12.5 * Math.PI, 8)
  const both = measure(
    hatch,
    entity('ARC', [8, '0'], [10, 5], [20, 5], [40, 5], [50, 0], [51, 180]),
    line(0, 5, 10, 5),
  )
  expect(both.parts).toHaveLength(1)
})

test('a stated unit that would make the part absurd is doubted', () => {
  const metres = measureFlat(
    readDxf(
      asciiDxf({
        header: [
          [9, '$INSUNITS'],
          [70, 6],
        ],
        entities: rectangle(0, 0, 300, 200),
      }),
    ),
  )
  expect([metres.unit, metres.unit_source, metres.box_mm]).toEqual(['mm', 'inferred', [300, 200]])
  const inches = measureFlat(
    readDxf(
      asciiDxf({
        header: [
          [9, '$INSUNITS'],
          [70, 1],
        ],
        entities: rectangle(0, 0, 2, 1),
      }),
    ),
  )
  expect([inches.unit, inches.net_area_mm2]).toEqual(['inch', 2 * 25.4 ** 2])
})

test('a plate in millimetres whose template says inches is no plate of four metres, and one in inches stays so', () => {
  const inches = [
    [9, '$INSUNITS'],
    [70, 1],
  ] as const
  type Pairs = NonNullable<Parameters<typeof asciiDxf>[0]['entities']>
  const measureIn = (header: Parameters<typeof asciiDxf>[0]['header'], ...entities: Pairs[]) =>
    measureFlat(readDxf(asciiDxf({ header, entities: entities.flat() })))
  const meant = measureIn(inches, rectangle(0, 0, 153.45, 133.7), hole(30, 30, 4.5), hole(120, 100, 4.5))
  expect([meant.unit, meant.unit_source, meant.box_mm, meant.warnings.map(({ code }) => code)]).toEqual([
    'mm',
    'inferred',
    [153.45, 133.7],
    ['unit_implausible'],
  ])
  const sheet = measureIn(inches, rectangle(0, 0, 120, 60), hole(10.25, 10, 0.25))
  expect([sheet.unit, sheet.unit_source, sheet.box_mm, sheet.warnings]).toEqual([
    'inch',
    'stated',
    [3048, 1524],
    [],
  ])
  const strip = measureIn(inches, rectangle(0, 0, 400.4, 60.15), hole(30, 30, 4.5))
  expect([strip.unit, strip.unit_source, strip.warnings.map(({ code }) => code)]).toEqual([
    'inch',
    'stated',
    ['unit_implausible'],
  ])
  const small = measureIn(millimetres, rectangle(0, 0, 4.0625, 3.1875), hole(1, 1, 0.15625))
  expect([small.unit, small.unit_source, small.warnings.map(({ code }) => code)]).toEqual([
    'mm',
    'stated',
    ['unit_looks_imperial'],
  ])
})

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

const square = (x: number, y: number) =>
  [
    line(x, y, x + 10, y),
    line(x + 10, y, x + 10, y + 10),
    line(x + 10, y + 10, x, y + 10),
    line(x, y + 10, x, y),
  ].flat()
const arc = (x: number, y: number, radius: number, from: number, to: number) =>
  entity('ARC', [8, '0'], [10, x], [20, y], [40, radius], [50, from], [51, to])

test('a gear of arcs and lines has the cut length and the net area that its teeth and its bore come to', () => {
  const [root, tip, teeth] = [40, 46, 24]
  const step = 360 / teeth
  const at = (radius: number, degrees: number) =>
    [radius * Math.cos((degrees * Math.PI) / 180), radius * Math.sin((degrees * Math.PI) / 180)] as const
  const outline = Array.from({ length: teeth }, (_, i) => [
    ...arc(0, 0, root, i * step, (i + 0.5) * step),
    ...arc(0, 0, tip, (i + 0.5) * step, (i + 1) * step),
    ...[(i + 0.5) * step, (i + 1) * step].flatMap((flank) => line(...at(root, flank), ...at(tip, flank))),
  ]).flat()
  const gear = measure(outline, hole(0, 0, 10))
  expect(gear.cut_length_mm).toBeCloseTo(Math.PI * (root + tip) + 2 * teeth * (tip - root) + 20 * Math.PI, 6)
  expect(gear.net_area_mm2).toBeCloseTo((Math.PI / 2) * (root ** 2 + tip ** 2) - 100 * Math.PI, 6)
  expect(gear.pierces).toBe(2)
})

test('a block placed with one scale along and another across is as large as it is drawn; parts on layers of their own all count', () => {
  const stretched = measureFlat(
    readDxf(
      asciiDxf({
        header: millimetres,
        blocks: [...entity('BLOCK', [2, 'unit']), ...rectangle(0, 0, 1, 1), ...entity('ENDBLK')],
        entities: entity('INSERT', [8, '0'], [2, 'unit'], [10, 5], [20, 5], [41, 20], [42, 15]),
      }),
    ),
  )
  expect([stretched.net_area_mm2, stretched.cut_length_mm, stretched.pierces]).toEqual([
    expect.closeTo(300, 9),
    expect.closeTo(70, 9),
    1,
  ])
  const layers = measure(
    rectangle(0, 0, 50, 50, 'box1'),
    rectangle(100, 0, 60, 40, 'box2'),
    rectangle(200, 0, 71, 18, 'box3'),
  )
  expect([layers.net_area_mm2, layers.pierces]).toEqual([2500 + 2400 + 1278, 3])
})

test('parts that lie edge to edge keep their edges, drawn as polylines or as lines', () => {
  const grid = [0, 10, 20].flatMap((x) => [0, 10, 20].map((y) => [x, y] as const))
  for (const draw of [(x: number, y: number) => rectangle(x, y, 10, 10), square]) {
    const sheet = measure(...grid.map(([x, y]) => draw(x, y)))
    expect(sheet.net_area_mm2).toBeCloseTo(900, 9)
    expect([sheet.cut_length_mm, sheet.pierces, sheet.parts[0]!.quantity, codes(sheet)]).toEqual([
      360,
      9,
      9,
      [],
    ])
  }
  const triangles = measure(
    ...[
      [0, 0, 10, 0, 0, 5],
      [10, 5, 0, 5, 10, 0],
    ].map(([ax, ay, bx, by, cx, cy]) =>
      entity(
        'LWPOLYLINE',
        [90, 3],
        [70, 1],
        [10, ax!],
        [20, ay!],
        [10, bx!],
        [20, by!],
        [10, cx!],
        [20, cy!],
      ),
    ),
  )
  expect([triangles.parts[0]!.quantity, triangles.net_area_mm2]).toEqual([2, 50])
})

test('a contour drawn twice is cut once, however each time was drawn', () => {
  const twoArcs = entity(
    'LWPOLYLINE',
    [90, 2],
    [70, 1],
    [10, 40],
    [20, 50],
    [42, 1],
    [10, 60],
    [20, 50],
    [42, 1],
  )
  for (const again of [
    twoArcs,
    [...arc(50, 50, 10, 30, 210), ...arc(50, 50, 10, 210, 30)],
    arc(50, 50, 10, 10, 80),
  ]) {
    const plate = measure(rectangle(0, 0, 100, 100), hole(50, 50, 10), again)
    expect(plate.net_area_mm2).toBeCloseTo(10_000 - 100 * Math.PI, 8)
    expect(plate.cut_length_mm).toBeCloseTo(400 + 20 * Math.PI, 8)
    expect([plate.pierces, plate.holes[0]!.count, codes(plate)]).toEqual([2, 1, ['duplicates_dropped']])
  }
})

test('a line that lies on a longer one is cut once, what sticks out of it stays', () => {
  const rest = [line(100, 0, 100, 50), line(100, 50, 0, 50), line(0, 50, 0, 0)]
  for (const bottom of [
    [line(0, 0, 50, 0), line(50, 0, 100, 0), line(0, 0, 100, 0)],
    [line(0, 0, 70, 0), line(30, 0, 100, 0)],
    [line(0, 0, 100, 0), line(20, 0, 70, 0)],
  ]) {
    const plate = measure(...bottom, ...rest)
    expect([plate.net_area_mm2, plate.pierces]).toEqual([5000, 1])
    expect(plate.cut_length_mm).toBeCloseTo(300, 9)
  }
})

test('a fine contour on a large sheet keeps its short lines when its gap is closed', () => {
  const at = (i: number): [number, number] => [
    50 + 10 * Math.cos((2 * Math.PI * i) / 600),
    50 + 10 * Math.sin((2 * Math.PI * i) / 600),
  ]
  const ring = Array.from({ length: 599 }, (_, i) => line(...at(i), ...at(i + 1)))
  const sheet = measure(rectangle(0, 0, 2000, 1000), ...ring, line(...at(599), 60, 49.95))
  expect(codes(sheet)).toEqual(['gap_closed'])
  expect(sheet.cut_length_mm! - 6000).toBeCloseTo(20 * Math.PI, 0)
})

test('a part drawn in map coordinates keeps its digits', () => {
  const far = measure(rectangle(5e8, 5e8, 100, 50), hole(5e8 + 20, 5e8 + 20, 5))
  expect(far.net_area_mm2).toBeCloseTo(5000 - 25 * Math.PI, 4)
})

test('a plate in the ratio of a sheet of paper stays a plate, a border with a title block is paper', () => {
  const note = (text: string, x: number, y: number) =>
    entity('TEXT', [8, '0'], [10, x], [20, y], [40, 3], [1, text])
  const plate = measure(
    rectangle(0, 0, 140, 100),
    hole(10, 10, 3),
    hole(130, 90, 3),
    note('Q235 t=2', 20, 50),
  )
  expect([plate.pierces, plate.holes[0]!.count, plate.thickness_mm, codes(plate)]).toEqual([3, 2, 2, []])
  const scaled = measure(
    rectangle(0, 0, 140, 100),
    rectangle(20, 40, 50, 50),
    note('图号: A-1', 90, 10),
    note('名称: 板', 90, 20),
    note('材料: Q235', 90, 30),
  )
  expect([scaled.net_area_mm2, codes(scaled)]).toEqual([2500, ['frame_ignored']])
})

test('equal plates whose holes sit elsewhere are two parts, the same one turned or mirrored is one', () => {
  const plate = (x: number, holeX: number, holeY: number) => [
    ...rectangle(x, 0, 100, 50),
    ...hole(x + holeX, holeY, 5),
  ]
  expect(measure(plate(0, 50, 25), plate(200, 10, 10)).parts.map((p) => p.quantity)).toEqual([1, 1])
  expect(
    measure(plate(0, 10, 10), plate(200, 90, 40), plate(400, 90, 10)).parts.map((p) => p.quantity),
  ).toEqual([3])
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

test('a drawing with a layer called Sketch and nothing else is measured with a doubt, one of nothing is refused', () => {
  const sketch = measure(rectangle(0, 0, 10, 10, 'Sketch1'))
  expect([sketch.net_area_mm2, codes(sketch)]).toEqual([100, ['annotation_cut']])
  expect(() => measure(line(5, 5, 5, 5))).toThrow(expect.objectContaining({ code: 'drawing_empty' }))
})

test('blocks and layers are found whatever their capitals, and layer 0 inside a block means that of the reference', () => {
  const block = [
    ...entity('BLOCK', [2, 'Part1'], [10, 0], [20, 0]),
    ...hole(0, 0, 2),
    ...entity('ENDBLK'),
    ...entity('BLOCK', [2, 'AXIS'], [10, 0], [20, 0]),
    ...line(-5, 0, 25, 0),
    ...entity('ENDBLK'),
  ]
  const drawing = asciiDxf({
    header: millimetres,
    blocks: block,
    layers: [
      ...entity('LAYER', [2, 'JIG'], [70, 1], [62, 7]),
      ...entity('LAYER', [2, 'THIN'], [70, 0], [62, 1], [6, 'CENTER']),
    ],
    entities: [
      ...rectangle(0, 0, 20, 20),
      ...rectangle(50, 0, 20, 20, 'jig'),
      ...entity('INSERT', [8, '0'], [2, 'PART1'], [10, 10], [20, 10]),
      ...entity('INSERT', [8, 'Thin'], [2, 'axis'], [10, 0], [20, 10]),
      ...entity('INSERT', [8, '0'], [2, 'part1'], [60, 1], [10, 5], [20, 5]),
    ],
  })
  const found = measureFlat(readDxf(drawing))
  expect(found.net_area_mm2).toBeCloseTo(400 - 4 * Math.PI, 9)
  expect([found.pierces, codes(found)]).toEqual([2, ['layers_hidden']])
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

test('a line taken for a bend has no open ends, and what cannot be read is said', () => {
  const bent = measure(
    rectangle(0, 0, 100, 50),
    entity('LINE', [8, '0'], [62, 3], [10, 50], [20, 0], [11, 50], [21, 50]),
    entity('REGION', [8, '0'], [1, 'acis']),
  )
  expect([bent.cut_length_mm, bent.bends.length, codes(bent)]).toEqual([
    300,
    1,
    ['entities_unread', 'bends_inferred'],
  ])
})
