import { expect, test } from 'vitest'
import { asciiDxf, entity, line, rectangle } from '../dxf/dxfFixture.ts'
import { readDxf } from '../dxf/readDxf.ts'
import { measureFlat } from './measureFlat.ts'
import { measure, millimetres, codes } from './testFlat.ts'

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
