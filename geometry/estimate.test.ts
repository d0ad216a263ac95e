import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { asciiDxf, rectangle } from './dxf/dxfFixture.ts'
import { describeEstimate } from './estimate.ts'
import { closeMeasuring, measureDrawing } from './measureDrawing.ts'

afterAll(closeMeasuring)

test('an estimate names every figure the command promises, and invents no price', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'estimate-')), 'plate.dxf')
  writeFileSync(path, asciiDxf({ entities: rectangle(0, 0, 100, 50) }))
  const found = describeEstimate(
    await measureDrawing(path, { preview: false, material: 'Q235', thickness: 2 }),
    { file: path, quantity: 100 },
  )
  expect(Object.keys(found)).toEqual(
    expect.arrayContaining([
      'kind',
      'unit',
      'solids',
      'volume_mm3',
      'area_mm2',
      'mass_kg',
      'box_mm',
      'thickness_mm',
      'bends',
      'holes',
      'cut_length_mm',
      'pierces',
      'net_area_mm2',
      'process',
      'cost',
      'warnings',
      'parts',
    ]),
  )
  expect(found).toMatchObject({
    kind: 'dxf',
    unit: 'mm',
    volume_mm3: 10000,
    mass_kg: 0.0785,
    net_area_mm2: 5000,
    cut_length_mm: 300,
    cost: null,
    quantity: 100,
  })
}, 30_000)
