import { expect, test } from 'vitest'
import { asciiDxf, entity, hole, rectangle } from '../dxf/dxfFixture.ts'
import { readDxf } from '../dxf/readDxf.ts'
import { measureFlat } from './measureFlat.ts'
import { measure, codes, millimetres } from './testFlat.ts'

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
