import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readDwg } from '../../geometry/dwg/readDwg.ts'
import { readDxf } from '../../geometry/dxf/readDxf.ts'
import { measureFlat } from '../../geometry/flat/measureFlat.ts'
import { closeMeasuring, measureDrawing } from '../../geometry/measureDrawing.ts'
import { recogniseDrawing } from '../../geometry/recogniseDrawing.ts'
import { loadKernel } from '../../geometry/step/kernel.ts'
import { measureStep } from '../../geometry/step/measureStep.ts'
import { contentTypeOf } from '../../kernel/files/contentType.ts'
import { realFolder } from './realData.ts'

afterAll(closeMeasuring)
const folder = realFolder('drawings')
const bytesOf = (name: string) => new Uint8Array(readFileSync(join(folder, name)))
const kernel = await loadKernel()
const measure = (name: string) => measureStep(kernel, bytesOf(name), { material: 'Q235', preview: false })

test.each([
  ['own_lbracket_t2_1bend.step', 9538.5066, null, 1],
  ['own_uchannel_t1.5_2bends.step', 24312.345, null, 1],
  ['own_flange_d160.step', 454085.8021, null, 1],
  ['nist_ctc_01_asme1_ap242.stp', 14644823.306, 807080.822, 1],
  ['nist_ctc_02_asme1_ap203.stp', 47098257.791, 2481829.945, 1],
  ['nist_ftc_06_asme1_rd.stp', 3323546.071, 283415.423, 1],
  ['red_cube_blue_cylinder.step', 1785.3982, null, 2],
  ['cube_10x10.stp', 1000, 600, 1],
])(
  '%s has its known volume and area',
  (name, volume, area, solids) => {
    const found = measure(name)
    expect(Math.abs(found.volume_mm3! / volume - 1)).toBeLessThan(1e-6)
    if (area !== null) expect(Math.abs(found.area_mm2! / area - 1)).toBeLessThan(1e-6)
    expect(found.solids).toBe(solids)
  },
  60_000,
)

test('thickness, bends and holes of the sheet parts are exact', () => {
  const bracket = measure('own_lbracket_t2_1bend.step')
  expect(bracket.thickness_mm).toBe(2)
  expect(bracket.bends).toEqual([{ angle_deg: 90, radius_mm: 2, length_mm: 50, count: 1 }])
  expect(bracket.holes).toEqual([{ diameter_mm: 6.5, depth_mm: 2, through: true, count: 2 }])
  expect(bracket.parts[0]!.flat_pattern).toEqual({ length_mm: 96.1626, width_mm: 50, k_factor: 0.325 })
  const channel = measure('own_uchannel_t1.5_2bends.step')
  expect(channel.thickness_mm).toBe(1.5)
  expect(channel.bends).toEqual([{ angle_deg: 90, radius_mm: 1.5, length_mm: 120, count: 2 }])
  expect(channel.process.kind).toBe('sheet_metal')
  const flange = measure('own_flange_d160.step')
  expect(flange.holes).toEqual([
    { diameter_mm: 18, depth_mm: 20, through: true, count: 8 },
    { diameter_mm: 50, depth_mm: 50, through: true, count: 1 },
  ])
  expect([flange.process.kind, flange.bends]).toEqual(['turned', []])
})

test('an assembly lists its parts by name and quantity, cylinders written as splines included', () => {
  const assembly = measure('as1-oc-214.stp')
  expect(assembly.solids).toBe(18)
  expect(assembly.parts.map((p) => `${p.quantity} ${p.name}`).sort()).toEqual([
    '1 plate',
    '1 rod',
    '2 l-bracket',
    '6 bolt',
    '8 nut',
  ])
  expect(assembly.parts.find((p) => p.name === 'plate')!.holes).toEqual([
    { diameter_mm: 10, depth_mm: 20, through: true, count: 6 },
  ])
  expect(measure('nist_ctc_01_asme1_ap242.stp').box_mm).toEqual([800, 450, 150])
  expect(measure('nist_ctc_02_asme1_ap203.stp').box_mm).toEqual([680, 860, 400])
}, 60_000)

/**
 * In file units. The figure the README gives as the cut of three_layers is its net area: its boxes are 271 x
 * 108 in all.
 */
test.each([
  ['gear.dxf', 1, { cut: 224.554, net: 540.86, pierces: 2 }],
  ['vslot-2020_1.dxf', 1, { cut: 164.742, net: 162.526, pierces: 2 }],
  ['cq_1001.dxf', 25.4, { cut: 9.9913, net: 0.50654, pierces: 5 }],
  ['three_layers.dxf', 25.4, { net: 6665.883, pierces: 3 }],
  ['sk_closedlwpolylinebug.dxf', 1, { cut: 86.0555, net: 300, pierces: 1 }],
] as const)(
  '%s has its known cut length and net area',
  (name, scale, known: { cut?: number; net: number; pierces: number }) => {
    const found = measureFlat(readDxf(bytesOf(name)))
    if (known.cut !== undefined)
      expect(Math.abs(found.cut_length_mm! / scale / known.cut - 1)).toBeLessThan(5e-4)
    expect(Math.abs(found.net_area_mm2! / scale ** 2 / known.net - 1)).toBeLessThan(5e-4)
    expect(found.pierces).toBe(known.pierces)
  },
)

test('files of other writers read without an exception', () => {
  for (const name of ['rational_spline', 'sk_blocks2', 'sk_ellipticalarcs', 'sk_splines']) {
    expect(measureFlat(readDxf(bytesOf(`${name}.dxf`))).cut_length_mm).toBeGreaterThan(0)
  }
})

test.each(['Polyline_2004.dwg', 'Polyline_2018.dwg'])(
  '%s gives the length of its polyline',
  async (name) => {
    const found = measureFlat(await readDwg(bytesOf(`dwg/${name}`)), { unit: 'mm' })
    expect(found.cut_length_mm).toBeCloseTo(32.26732, 4)
  },
  30_000,
)

test('blocks, arcs, circles and solids of a DWG are drawn where they lie', async () => {
  const drawing = await readDwg(bytesOf('dwg/entities-2d_r2000.dwg'))
  expect(drawing.strokes.length).toBeGreaterThanOrEqual(6)
  expect(drawing.texts.map((t) => t.text)).toContain('FOO')
}, 30_000)

test('real files of every kind are recognised whatever they are called', () => {
  const kindOf = (name: string) => {
    const { kind, detail } = recogniseDrawing(bytesOf(name).subarray(0, 65536))
    return `${kind} ${detail}`
  }
  expect(kindOf('nist_ctc_01_asme1_ap242.stp')).toBe('step AP242')
  expect(kindOf('nist_ctc_02_asme1_ap203.stp')).toBe('step AP203')
  expect(kindOf('as1-oc-214.stp')).toBe('step AP214')
  expect(kindOf('gear.dxf')).toBe('dxf AC1021')
  expect(kindOf('dwg/Polyline_2018.dwg')).toBe('dwg AC1032')
})

test('every drawing is known by its content alone', () => {
  const kinds: Record<string, string> = { step: 'step', stp: 'step', dxf: 'dxf', dwg: 'dwg' }
  const names = (readdirSync(folder, { recursive: true }) as string[]).filter(
    (name) => (/\.(\w+)$/.exec(name)?.[1] ?? '') in kinds,
  )
  expect(names.length).toBeGreaterThan(15)
  for (const name of names) {
    const bytes = bytesOf(name)
    const found = contentTypeOf(bytes.subarray(0, 4096), bytes.length)
    expect(found.kind, name).toBe(kinds[/\.(\w+)$/.exec(name)![1]!])
  }
})

test('a STEP file is measured in a worker, a truncated one refused', async () => {
  const bytes = bytesOf('own_lbracket_t2_1bend.step')
  expect((await measureDrawing(bytes)).thickness_mm).toBe(2)
  await expect(measureDrawing(bytes.subarray(0, 20_000))).rejects.toMatchObject({ code: 'file_truncated' })
}, 60_000)
