import { expect, test } from 'vitest'
import type { TopoDS_Shape } from 'replicad-opencascadejs'
import { loadKernel } from './kernel.ts'
import { measureStep } from './measureStep.ts'
import { bendStrip } from './testBentStrip.ts'
import { assemblyStep, bracketStep, flangeStep, flangeVolume, openWorkshop } from './testStep.ts'

/** STEP made by the kernel itself, of bodies whose figures are known in closed form. */
const kernel = await loadKernel()
const shop = openWorkshop(kernel)
const { box, boxAt, rod, cut, fuse, write } = shop

test('a through hole, a blind hole and a counterbore are told apart', () => {
  let block = box(100, 60, 40)
  block = cut(block, rod(20, 30, -1, 5, 50))
  block = cut(block, rod(50, 30, 25, 4, 20))
  block = cut(cut(block, rod(80, 30, -1, 3, 50)), rod(80, 30, 34, 6, 10))
  const found = measureStep(kernel, write(block))
  expect(found.holes).toEqual([
    { diameter_mm: 6, depth_mm: 34, through: true, count: 1 },
    { diameter_mm: 8, depth_mm: 15, through: false, count: 1 },
    { diameter_mm: 10, depth_mm: 40, through: true, count: 1 },
    { diameter_mm: 12, depth_mm: 6, through: false, count: 1 },
  ])
  expect(found.process.kind).toBe('milled')
  expect(found.thickness_mm).toBeNull()
})

test('a stepped shaft is turned, a plate with a window is flat cut with its cut length and pierces', () => {
  const shaft = fuse(rod(0, 0, 0, 10, 50), rod(0, 0, 50, 6, 30))
  expect(measureStep(kernel, write(shaft)).process.kind).toBe('turned')
  const plate = cut(cut(box(200, 100, 3), rod(20, 20, -1, 5, 10)), rod(60, 50, -1, 10, 10))
  const found = measureStep(kernel, write(plate), { material: 'SUS304' })
  expect(found.process.kind).toBe('flat_cut')
  expect([found.thickness_mm, found.pierces, found.solids]).toEqual([3, 3, 1])
  expect(found.cut_length_mm).toBeCloseTo(600 + 30 * Math.PI, 6)
  expect(found.net_area_mm2).toBeCloseTo(20000 - 125 * Math.PI, 6)
  expect(found.mass_kg).toBeCloseTo((20000 - 125 * Math.PI) * 3 * 7.93e-6, 9)
})

test.each([
  ['an angle', [50, 30], [1], { thickness: 2, radius: 3 }],
  ['a Z, bent both ways', [40, 60, 20], [1, -1], { thickness: 1.5, radius: 2 }],
  ['a hat', [20, 30, 60, 30, 20], [-1, 1, 1, -1], { thickness: 3, radius: 3 }],
] as const)('%s unfolds to its flanges and bend allowances', (_, flanges, turns, { thickness, radius }) => {
  const found = measureStep(kernel, write(bendStrip(kernel, { flanges, turns, thickness, radius })), {
    kFactor: 0.4,
  })
  const flat =
    flanges.reduce<number>((sum, f) => sum + f, 0) + turns.length * (Math.PI / 2) * (radius + 0.4 * thickness)
  expect([found.thickness_mm, found.process.kind]).toEqual([thickness, 'sheet_metal'])
  expect(found.bends).toEqual([{ angle_deg: 90, radius_mm: radius, length_mm: 80, count: turns.length }])
  const { length_mm, width_mm, k_factor } = found.parts[0]!.flat_pattern!
  expect([Math.max(length_mm, width_mm), Math.min(length_mm, width_mm), k_factor]).toEqual([
    expect.closeTo(Math.max(flat, 80), 3),
    expect.closeTo(Math.min(flat, 80), 3),
    0.4,
  ])
  expect(found.contours).toHaveLength(1)
})

test('holes in a flange and through a bend stay holes of the flat pattern', () => {
  let part = bendStrip(kernel, { flanges: [50, 60], turns: [1], thickness: 2, radius: 3 })
  part = cut(part, rod(20, 40, -10, 4, 20))
  part = cut(part, rod(50, 40, -10, 5, 40))
  const found = measureStep(kernel, write(part))
  expect(found.bends).toEqual([{ angle_deg: 90, radius_mm: 3, length_mm: 80, count: 1 }])
  expect(found.pierces).toBe(3)
  expect(found.contours![0]!.holes).toHaveLength(2)
  expect([...found.preview!.glb!.subarray(0, 4)]).toEqual([...Buffer.from('glTF')])
  expect(found.preview!.svg).toContain('class="bend"')
  expect(found.holes).toContainEqual({ diameter_mm: 8, depth_mm: 2, through: true, count: 1 })
})

test('a part placed several times is one part with a quantity', () => {
  const found = measureStep(kernel, write(box(10, 10, 10), box(10, 10, 10), rod(0, 0, 0, 5, 20)))
  expect(found.solids).toBe(3)
  expect(found.parts.map((p) => p.quantity)).toEqual([2, 1])
  expect(found.process.kind).toBe('assembly')
})

test('a file that ends early is refused in words', () => {
  const whole = write(box(1, 2, 3))
  expect(() => measureStep(kernel, whole.subarray(0, whole.length - 100))).toThrow(/cut off/)
})

test('flange, bracket and channel have the figures they were made with', async () => {
  const flange = measureStep(kernel, await flangeStep(), { preview: false })
  expect(flange.volume_mm3! / flangeVolume).toBeCloseTo(1, 8)
  expect(flange.holes).toEqual([
    { diameter_mm: 18, depth_mm: 20, through: true, count: 8 },
    { diameter_mm: 50, depth_mm: 50, through: true, count: 1 },
  ])
  expect([flange.process.kind, flange.bends, flange.solids, flange.box_mm]).toEqual([
    'turned',
    [],
    1,
    [160, 160, 50],
  ])
  const bracket = measureStep(kernel, await bracketStep(), { material: 'Q235', preview: false })
  expect(bracket.thickness_mm).toBe(2)
  expect(bracket.volume_mm3).toBeCloseTo(
    92 * 2 * 50 + (Math.PI / 4) * (4 ** 2 - 2 ** 2) * 50 - 2 * Math.PI * 3.25 ** 2 * 2,
    5,
  )
  expect(bracket.bends).toEqual([{ angle_deg: 90, radius_mm: 2, length_mm: 50, count: 1 }])
  expect(bracket.holes).toEqual([{ diameter_mm: 6.5, depth_mm: 2, through: true, count: 2 }])
  expect(bracket.parts[0]!.flat_pattern).toEqual({ length_mm: 96.1626, width_mm: 50, k_factor: 0.325 })
  const strip = { flanges: [40, 60, 40], turns: [1, 1], thickness: 1.5, radius: 1.5, width: 120 } as const
  const channel = measureStep(kernel, write(bendStrip(kernel, strip)), { preview: false })
  expect(channel.volume_mm3).toBeCloseTo(140 * 1.5 * 120 + 2 * (Math.PI / 4) * (3 ** 2 - 1.5 ** 2) * 120, 5)
  expect(channel.bends).toEqual([{ angle_deg: 90, radius_mm: 1.5, length_mm: 120, count: 2 }])
  expect([channel.thickness_mm, channel.process.kind]).toEqual([1.5, 'sheet_metal'])
})

test.each(['AP203', 'AP214', 'AP242'] as const)(
  'a body in a file of %s has its volume, its area and its box',
  (schema) => {
    const found = measureStep(
      kernel,
      shop.writeAs(schema, cut(box(800, 450, 150), rod(200, 200, -1, 60, 200))),
      { preview: false },
    )
    expect(found.volume_mm3! / (800 * 450 * 150 - Math.PI * 60 ** 2 * 150)).toBeCloseTo(1, 9)
    const sides = 2 * (800 * 450 + 800 * 150 + 450 * 150)
    expect(found.area_mm2! / (sides - 2 * Math.PI * 60 ** 2 + 2 * Math.PI * 60 * 150)).toBeCloseTo(1, 9)
    expect([found.box_mm, found.solids]).toEqual([[800, 450, 150], 1])
  },
)

test('a cube and a cylinder in one file are two bodies, and their volume is that of both', () => {
  const found = measureStep(kernel, write(box(10, 10, 10), rod(0, 0, 0, 5, 10)), { preview: false })
  expect([found.volume_mm3, found.solids]).toEqual([expect.closeTo(1000 + 250 * Math.PI, 6), 2])
})

test('an assembly lists its parts by name and quantity', async () => {
  const assembly = measureStep(kernel, await assemblyStep(), { preview: false })
  expect(assembly.solids).toBe(10)
  expect(assembly.parts.map((p) => `${p.quantity} ${p.name}`).sort()).toEqual([
    '1 plate',
    '1 rod',
    '2 l-bracket',
    '6 bolt',
  ])
  expect(assembly.parts.find((p) => p.name === 'plate')!.holes).toEqual([
    { diameter_mm: 10, depth_mm: 20, through: true, count: 6 },
  ])
})

test('a hole whose wall is written as a spline is a round hole', () => {
  const bytes = write(cut(box(100, 60, 20), shop.splinedRod(30, 30, -1, 5, 22)))
  expect(new TextDecoder().decode(bytes)).toContain('B_SPLINE_SURFACE')
  const plate = measureStep(kernel, bytes, { preview: false })
  expect(plate.holes).toEqual([{ diameter_mm: 10, depth_mm: 20, through: true, count: 1 }])
  expect(plate.volume_mm3! / (100 * 60 * 20 - 500 * Math.PI)).toBeCloseTo(1, 6)
})

test('the cut length of thin plate in inches does not hang on the fourth decimal of its thickness', () => {
  const plate = measureStep(kernel, write(box(1000, 1000, 0.0197 * 25.4)))
  expect([plate.thickness_mm, plate.pierces]).toEqual([0.5004, 1])
  expect(plate.cut_length_mm).toBeCloseTo(4000, 4)
  expect(plate.net_area_mm2).toBeCloseTo(1e6, 4)
})

test('a pocket and a blind hole in a plate are milled, not lasered', () => {
  const plate = cut(
    cut(cut(box(100, 100, 6), rod(20, 20, 3, 8, 9)), boxAt(60, 60, 4, 20, 10, 9)),
    rod(50, 20, -1, 4, 9),
  )
  const found = measureStep(kernel, write(plate))
  expect([found.process.kind, found.thickness_mm, found.pierces]).toEqual(['flat_cut', 6, 2])
  expect(found.cut_length_mm).toBeCloseTo(400 + 8 * Math.PI, 6)
  expect(found.net_area_mm2).toBeCloseTo(10_000 - 16 * Math.PI, 6)
})

test('a bore that another crosses is one hole, two lugs in line are two', () => {
  const along = (radius: number, x: number, y: number, z: number, toward: [number, number, number]) =>
    new kernel.BRepPrimAPI_MakeCylinder(
      new kernel.gp_Ax2(new kernel.gp_Pnt(x, y, z), new kernel.gp_Dir(...toward)),
      radius,
      80,
    ).Shape()
  const counts = (shape: TopoDS_Shape) =>
    measureStep(kernel, write(shape)).holes.map((h) => [h.count, h.diameter_mm, h.through])
  const crossed = (radius: number) =>
    cut(cut(box(60, 60, 60), along(5, 30, 30, -1, [0, 0, 1])), along(radius, -1, 30, 30, [1, 0, 0]))
  expect(counts(crossed(3))).toEqual([
    [1, 6, true],
    [1, 10, true],
  ])
  expect(
    counts(cut(cut(box(60, 60, 60), along(5, 30, 30, -1, [0, 0, 1])), along(4, -1, 32, 30, [1, 0, 0]))),
  ).toEqual([
    [1, 8, true],
    [1, 10, true],
  ])
  const fork = cut(box(50, 40, 40), boxAt(-1, 10, 10, 60, 20, 40))
  expect(counts(cut(fork, along(5, 25, -1, 28, [0, 1, 0])))).toEqual([[2, 10, true]])
})

test('a square block with a round boss is milled, a hub with a flange is turned', () => {
  expect(
    measureStep(kernel, write(cut(fuse(box(60, 60, 10), rod(30, 30, 10, 10, 20)), rod(30, 30, -1, 5, 40))))
      .process.kind,
  ).toBe('milled')
  expect(
    measureStep(
      kernel,
      write(cut(fuse(rod(30, 30, 0, 30, 10), rod(30, 30, 10, 10, 20)), rod(30, 30, -1, 5, 40))),
    ).process.kind,
  ).toBe('turned')
})
