import { existsSync, readFileSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import type { TopoDS_Shape } from 'replicad-opencascadejs'
import type { Kernel } from './kernel.ts'
import { loadKernel } from './kernel.ts'
import { measureStep } from './measureStep.ts'

let kernel: Kernel
beforeAll(async () => { kernel = await loadKernel() }, 60_000)

/** STEP made by the kernel itself, for bodies whose figures are known in closed form. */
function write(...shapes: TopoDS_Shape[]): Uint8Array {
  const writer = new kernel.STEPControl_Writer()
  const mode = kernel.STEPControl_StepModelType.STEPControl_AsIs
  for (const shape of shapes) writer.Transfer(shape, mode, true, new kernel.Message_ProgressRange())
  writer.Write('/made.step')
  return kernel.FS.readFile('/made.step')
}
const box = (x: number, y: number, z: number) => new kernel.BRepPrimAPI_MakeBox(x, y, z).Shape()
const at = (x: number, y: number, z: number) => new kernel.gp_Ax2(new kernel.gp_Pnt(x, y, z), new kernel.gp_Dir(0, 0, 1))
const rod = (x: number, y: number, z: number, radius: number, height: number) => new kernel.BRepPrimAPI_MakeCylinder(at(x, y, z), radius, height).Shape()
const cut = (a: TopoDS_Shape, b: TopoDS_Shape) => new kernel.BRepAlgoAPI_Cut(a, b, new kernel.Message_ProgressRange()).Shape()

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
  const shaft = new kernel.BRepAlgoAPI_Fuse(rod(0, 0, 0, 10, 50), rod(0, 0, 50, 6, 30), new kernel.Message_ProgressRange()).Shape()
  expect(measureStep(kernel, write(shaft)).process.kind).toBe('turned')
  const plate = cut(cut(box(200, 100, 3), rod(20, 20, -1, 5, 10)), rod(60, 50, -1, 10, 10))
  const found = measureStep(kernel, write(plate), { material: 'SUS304' })
  expect(found.process.kind).toBe('flat_cut')
  expect([found.thickness_mm, found.pierces, found.solids]).toEqual([3, 3, 1])
  expect(found.cut_length_mm).toBeCloseTo(600 + 30 * Math.PI, 6)
  expect(found.net_area_mm2).toBeCloseTo(20000 - 125 * Math.PI, 6)
  expect(found.mass_kg).toBeCloseTo((20000 - 125 * Math.PI) * 3 * 7.93e-6, 9)
})

/** A strip of constant thickness swept along a profile of straight flanges and right-angle bends, 80 wide. */
function bent(flanges: readonly number[], turns: readonly (1 | -1)[], { thickness: t, radius: r }: { thickness: number, radius: number }): TopoDS_Shape {
  let [x, y, heading] = [0, 0, 0]
  const at = (side: number): [number, number] => [x - Math.sin(heading) * side, y + Math.cos(heading) * side]
  const edges: { a: [number, number], b: [number, number], c?: [number, number], radius?: number }[] = []
  for (const [i, flange] of flanges.entries()) {
    const [l0, r0] = [at(t), at(0)]
    x += Math.cos(heading) * flange; y += Math.sin(heading) * flange
    edges.push({ a: l0, b: at(t) }, { a: r0, b: at(0) })
    const turn = turns[i]
    if (turn === undefined) { edges.push({ a: at(0), b: at(t) }); continue }
    if (i === 0) edges.push({ a: r0, b: l0 })
    const centre = at(turn > 0 ? t + r : -r)
    const [l1, r1] = [at(t), at(0)]
    const arm = [x - centre[0], y - centre[1]] as const
    ;[x, y] = [centre[0] - turn * arm[1], centre[1] + turn * arm[0]]
    heading += (turn * Math.PI) / 2
    edges.push({ a: l1, b: at(t), c: centre, radius: turn > 0 ? r : r + t }, { a: r1, b: at(0), c: centre, radius: turn > 0 ? r + t : r })
  }
  const p = ([u, v]: [number, number]) => new kernel.gp_Pnt(u, 0, v)
  const wire = new kernel.BRepBuilderAPI_MakeWire()
  const todo = [...edges]
  let tip = todo[0]!.a
  while (todo.length > 0) {
    const same = (q: [number, number]) => Math.hypot(q[0] - tip[0], q[1] - tip[1]) < 1e-9
    const next = todo.findIndex((e) => same(e.a) || same(e.b))
    const [e] = todo.splice(next, 1)
    const [from, to] = same(e!.a) ? [e!.a, e!.b] : [e!.b, e!.a]
    let edge
    if (e!.c) {
      const [u, v] = [(from[0] + to[0]) / 2 - e!.c[0], (from[1] + to[1]) / 2 - e!.c[1]]
      const k = e!.radius! / Math.hypot(u, v)
      const arc = new kernel.GC_MakeArcOfCircle(p(from), p([e!.c[0] + u * k, e!.c[1] + v * k]), p(to))
      edge = new kernel.BRepBuilderAPI_MakeEdge(arc.Value()).Edge()
    } else edge = new kernel.BRepBuilderAPI_MakeEdge(p(from), p(to)).Edge()
    wire.Add(edge)
    tip = to
  }
  const face = new kernel.BRepBuilderAPI_MakeFace(wire.Wire(), true).Face()
  return new kernel.BRepPrimAPI_MakePrism(face, new kernel.gp_Vec(0, 80, 0)).Shape()
}

test.each([
  ['an angle', [50, 30], [1], { thickness: 2, radius: 3 }],
  ['a Z, bent both ways', [40, 60, 20], [1, -1], { thickness: 1.5, radius: 2 }],
  ['a hat', [20, 30, 60, 30, 20], [-1, 1, 1, -1], { thickness: 3, radius: 3 }],
] as const)('%s unfolds to its flanges and bend allowances', (_, flanges, turns, { thickness, radius }) => {
  const found = measureStep(kernel, write(bent(flanges, turns, { thickness, radius })), { kFactor: 0.4 })
  const flat = flanges.reduce<number>((sum, f) => sum + f, 0) + turns.length * (Math.PI / 2) * (radius + 0.4 * thickness)
  expect([found.thickness_mm, found.process.kind]).toEqual([thickness, 'sheet_metal'])
  expect(found.bends).toEqual([{ angle_deg: 90, radius_mm: radius, length_mm: 80, count: turns.length }])
  const { length_mm, width_mm, k_factor } = found.parts[0]!.flat_pattern!
  expect([Math.max(length_mm, width_mm), Math.min(length_mm, width_mm), k_factor]).toEqual([expect.closeTo(Math.max(flat, 80), 3), expect.closeTo(Math.min(flat, 80), 3), 0.4])
  expect(found.contours).toHaveLength(1)
})

test('holes in a flange and through a bend stay holes of the flat pattern', () => {
  let part = bent([50, 60], [1], { thickness: 2, radius: 3 })
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

const folder = new URL('../../../shared/data/drawings/', import.meta.url)
const present = existsSync(folder)
if (!present) console.warn('shared drawings are absent: the known figures are not checked')
const measure = (name: string) => measureStep(kernel, new Uint8Array(readFileSync(new URL(name, folder))), { material: 'Q235', preview: false })

test.skipIf(!present).each([
  ['own_lbracket_t2_1bend.step', 9538.5066, null, 1],
  ['own_uchannel_t1.5_2bends.step', 24312.345, null, 1],
  ['own_flange_d160.step', 454085.8021, null, 1],
  ['nist_ctc_01_asme1_ap242.stp', 14644823.306, 807080.822, 1],
  ['nist_ctc_02_asme1_ap203.stp', 47098257.791, 2481829.945, 1],
  ['nist_ftc_06_asme1_rd.stp', 3323546.071, 283415.423, 1],
  ['red_cube_blue_cylinder.step', 1785.3982, null, 2],
  ['cube_10x10.stp', 1000, 600, 1],
])('%s has its known volume and area', (name, volume, area, solids) => {
  const found = measure(name)
  expect(Math.abs(found.volume_mm3! / volume - 1)).toBeLessThan(1e-6)
  if (area !== null) expect(Math.abs(found.area_mm2! / area - 1)).toBeLessThan(1e-6)
  expect(found.solids).toBe(solids)
}, 60_000)

test.skipIf(!present)('thickness, bends and holes of the sheet parts are exact', () => {
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
    { diameter_mm: 18, depth_mm: 20, through: true, count: 8 }, { diameter_mm: 50, depth_mm: 50, through: true, count: 1 },
  ])
  expect([flange.process.kind, flange.bends]).toEqual(['turned', []])
})

test.skipIf(!present)('an assembly lists its parts by name and quantity, cylinders written as splines included', () => {
  const assembly = measure('as1-oc-214.stp')
  expect(assembly.solids).toBe(18)
  expect(assembly.parts.map((p) => `${p.quantity} ${p.name}`).sort()).toEqual(['1 plate', '1 rod', '2 l-bracket', '6 bolt', '8 nut'])
  expect(assembly.parts.find((p) => p.name === 'plate')!.holes).toEqual([{ diameter_mm: 10, depth_mm: 20, through: true, count: 6 }])
  expect(measure('nist_ctc_01_asme1_ap242.stp').box_mm).toEqual([800, 450, 150])
  expect(measure('nist_ctc_02_asme1_ap203.stp').box_mm).toEqual([680, 860, 400])
}, 60_000)

test('the cut length of thin plate in inches does not hang on the fourth decimal of its thickness', () => {
  const plate = measureStep(kernel, write(box(1000, 1000, 0.0197 * 25.4)))
  expect([plate.thickness_mm, plate.pierces]).toEqual([0.5004, 1])
  expect(plate.cut_length_mm).toBeCloseTo(4000, 4)
  expect(plate.net_area_mm2).toBeCloseTo(1e6, 4)
})

test('a pocket and a blind hole in a plate are milled, not lasered', () => {
  const plate = cut(cut(cut(box(100, 100, 6), rod(20, 20, 3, 8, 9)), boxAt(60, 60, 4, 20, 10, 9)), rod(50, 20, -1, 4, 9))
  const found = measureStep(kernel, write(plate))
  expect([found.process.kind, found.thickness_mm, found.pierces]).toEqual(['flat_cut', 6, 2])
  expect(found.cut_length_mm).toBeCloseTo(400 + 8 * Math.PI, 6)
  expect(found.net_area_mm2).toBeCloseTo(10_000 - 16 * Math.PI, 6)
})

test('a bore that another crosses is one hole, two lugs in line are two', () => {
  const along = (radius: number, x: number, y: number, z: number, toward: [number, number, number]) =>
    new kernel.BRepPrimAPI_MakeCylinder(new kernel.gp_Ax2(new kernel.gp_Pnt(x, y, z), new kernel.gp_Dir(...toward)), radius, 80).Shape()
  const counts = (shape: TopoDS_Shape) => measureStep(kernel, write(shape)).holes.map((h) => [h.count, h.diameter_mm, h.through])
  const crossed = (radius: number) => cut(cut(box(60, 60, 60), along(5, 30, 30, -1, [0, 0, 1])), along(radius, -1, 30, 30, [1, 0, 0]))
  expect(counts(crossed(3))).toEqual([[1, 6, true], [1, 10, true]])
  expect(counts(cut(cut(box(60, 60, 60), along(5, 30, 30, -1, [0, 0, 1])), along(4, -1, 32, 30, [1, 0, 0])))).toEqual([[1, 8, true], [1, 10, true]])
  const fork = cut(box(50, 40, 40), boxAt(-1, 10, 10, 60, 20, 40))
  expect(counts(cut(fork, along(5, 25, -1, 28, [0, 1, 0])))).toEqual([[2, 10, true]])
})

/** A box of its own place. */
function boxAt(x: number, y: number, z: number, dx: number, dy: number, dz: number): TopoDS_Shape {
  return new kernel.BRepPrimAPI_MakeBox(new kernel.gp_Pnt(x, y, z), dx, dy, dz).Shape()
}

test('a square block with a round boss is milled, a hub with a flange is turned', () => {
  const fuse = (a: TopoDS_Shape, b: TopoDS_Shape) => new kernel.BRepAlgoAPI_Fuse(a, b, new kernel.Message_ProgressRange()).Shape()
  expect(measureStep(kernel, write(cut(fuse(box(60, 60, 10), rod(30, 30, 10, 10, 20)), rod(30, 30, -1, 5, 40)))).process.kind).toBe('milled')
  expect(measureStep(kernel, write(cut(fuse(rod(30, 30, 0, 30, 10), rod(30, 30, 10, 10, 20)), rod(30, 30, -1, 5, 40)))).process.kind).toBe('turned')
})
