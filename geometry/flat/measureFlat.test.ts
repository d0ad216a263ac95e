import { expect, test } from 'vitest'
import { entity, hole, line, rectangle } from '../dxf/dxfFixture.ts'
import { measure, square, codes, arc } from './testFlat.ts'

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

test('a drawing with a layer called Sketch and nothing else is measured with a doubt, one of nothing is refused', () => {
  const sketch = measure(rectangle(0, 0, 10, 10, 'Sketch1'))
  expect([sketch.net_area_mm2, codes(sketch)]).toEqual([100, ['annotation_cut']])
  expect(() => measure(line(5, 5, 5, 5))).toThrow(expect.objectContaining({ code: 'drawing_empty' }))
})
