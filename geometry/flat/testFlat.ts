import { asciiDxf, entity, line } from '../dxf/dxfFixture.ts'
import { readDxf } from '../dxf/readDxf.ts'
import { measureFlat } from './measureFlat.ts'

export const millimetres = [
  [9, '$INSUNITS'],
  [70, 4],
] as const
export const measure = (...parts: ReturnType<typeof line>[]) =>
  measureFlat(readDxf(asciiDxf({ header: millimetres, entities: parts.flat() })))
export const codes = (m: ReturnType<typeof measure>) => m.warnings.map((w) => w.code)

export const square = (x: number, y: number) =>
  [
    line(x, y, x + 10, y),
    line(x + 10, y, x + 10, y + 10),
    line(x + 10, y + 10, x, y + 10),
    line(x, y + 10, x, y),
  ].flat()
export const arc = (x: number, y: number, radius: number, from: number, to: number) =>
  entity('ARC', [8, '0'], [10, x], [20, y], [40, radius], [50, from], [51, to])
