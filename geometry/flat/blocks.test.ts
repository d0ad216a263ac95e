import { expect, test } from 'vitest'
import { asciiDxf, entity, hole, line, rectangle } from '../dxf/dxfFixture.ts'
import { readDxf } from '../dxf/readDxf.ts'
import { measureFlat } from './measureFlat.ts'
import { millimetres, measure, codes } from './testFlat.ts'

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
