import type { TopoDS_Shape } from 'replicad-opencascadejs'
import { refuse } from '../../model/refuse.ts'
import { findMaterial } from '../materials.ts'
import type { MeasureOptions, Measurement, Part, ProcessGuess } from '../measurement.ts'
import type { Warning } from '../flat/drawing.ts'
import { warn } from '../flat/drawing.ts'
import { drawPattern } from './drawPattern.ts'
import { findHoles } from './findHoles.ts'
import { findSheet, groupBends } from './findSheet.ts'
import { guessProcess, guessSection } from './guessProcess.ts'
import type { Kernel } from './kernel.ts'
import { withPile } from './kernel.ts'
import { cutFigures } from './cutFigures.ts'
import { readEdges } from './readEdges.ts'
import { readFaces } from './readFaces.ts'
import { meshGlb } from './meshGlb.ts'
import { groupSolids, readShape } from './readSolids.ts'
import type { NamedBody } from './readStepText.ts'
import { readStepText } from './readStepText.ts'
import type { FlatPattern } from './unfoldSheet.ts'
import { unfoldSheet } from './unfoldSheet.ts'

export type StepMeasurement = Omit<Measurement, 'kind' | 'detail' | 'label'>

/**
 * Exact figures of a STEP file: volumes and areas by Gauss integration over the B-rep, features from its
 * faces.
 */
export function measureStep(
  kernel: Kernel,
  bytes: Uint8Array,
  options: MeasureOptions = {},
): StepMeasurement {
  const text = readStepText(bytes)
  const shape = readShape(kernel, bytes)
  const { groups, solids } = groupSolids(kernel, shape)
  const count = solids.length
  const warnings: Warning[] = []
  if (count === 0)
    warnings.push(
      warn(
        'no_solid',
        '文件里只有曲面没有实体，体积不可靠',
        'The file holds surfaces but no solid; the volume cannot be trusted',
      ),
    )
  const bodies = count === 0 ? [{ shape, quantity: 1 }] : groups
  const density =
    options.density ?? (options.material === undefined ? undefined : findMaterial(options.material)?.density)
  const measured = bodies.map(({ shape: body, quantity }) =>
    measureBody(kernel, body, { quantity, density, kFactor: options.kFactor }),
  )
  const parts = joinAlike(nameBodies(measured, text.bodies))
  const named = parts.map(({ part }, i) => ({
    ...part,
    name: part.name || fileName(options.name, parts.length === 1 ? undefined : i + 1),
  }))
  const sum = (pick: (part: Part) => number | null): number | null =>
    named.some((p) => pick(p) === null) ? null : named.reduce((total, p) => total + pick(p)! * p.quantity, 0)
  const only = named.length === 1 ? named[0]! : undefined
  const box_mm =
    bodies.length === 1 && bodies[0]!.quantity === 1
      ? parts[0]!.part.box_mm
      : boxOf(kernel, count === 0 ? [shape] : solids)
  if (
    ![...box_mm, ...parts.flatMap(({ part }) => [part.volume_mm3!, part.area_mm2!])].every(
      (x) => Number.isFinite(x) && x < 1e15,
    )
  )
    throw damaged()
  if (parts.some(({ part, pattern }) => part.bends.length > 0 && !pattern))
    warnings.push(
      warn(
        'not_unfolded',
        '有折弯件无法展开（有的面不是由折弯连接），没有展开尺寸',
        'A bent part could not be unfolded (some flanges are not joined by bends); it has no flat size',
      ),
    )
  const flats = parts.flatMap(({ pattern }, i) => (pattern ? [drawPattern(pattern, i)] : []))
  const svg = parts.length === 1 ? flats[0]?.svg : undefined
  return {
    unit: text.unit,
    unit_source: 'stated',
    solids: count,
    parts: named,
    volume_mm3: sum((p) => p.volume_mm3),
    area_mm2: sum((p) => p.area_mm2),
    mass_kg: sum((p) => p.mass_kg),
    box_mm,
    thickness_mm: only?.thickness_mm ?? null,
    bends: merge(named.map((p) => ({ items: p.bends, quantity: p.quantity }))),
    holes: merge(named.map((p) => ({ items: p.holes, quantity: p.quantity }))),
    cut_length_mm: sum((p) => p.cut_length_mm),
    pierces: sum((p) => p.pierces),
    net_area_mm2: sum((p) => p.net_area_mm2),
    process: only?.process ?? assembly(count, named.length),
    warnings,
    ...(flats.length > 0 ? { contours: flats.flatMap((flat) => flat.contours) } : {}),
    ...(options.preview === false
      ? {}
      : { preview: { glb: meshGlb(kernel, shape, Math.hypot(...box_mm)), ...(svg ? { svg } : {}) } }),
  }
}

function measureBody(
  kernel: Kernel,
  body: TopoDS_Shape,
  {
    quantity,
    density,
    kFactor,
  }: { quantity: number; density: number | undefined; kFactor: number | undefined },
): MeasuredBody {
  const [volume, area] = withPile((keep) => {
    const [v, a] = [keep(new kernel.GProp_GProps()), keep(new kernel.GProp_GProps())]
    kernel.BRepGProp.VolumeProperties(body, v, false, false, false)
    kernel.BRepGProp.SurfaceProperties(body, a, false, false)
    return [Math.abs(v.Mass()), a.Mass()]
  })
  const faces = readFaces(kernel, body)
  const box = boxOf(kernel, [body])
  const found = findSheet(faces, box)
  const guess = guessProcess({ faces, sheet: found, volume, box })
  const flat =
    found && (guess.kind === 'sheet_metal' || guess.kind === 'flat_cut')
      ? unfoldSheet({ faces, edges: readEdges(kernel, body), sheet: found, kFactor })
      : undefined
  const process = flat === 'closed' ? guessSection(round(found!.thickness)) : guess
  const sheet = process.kind === 'sheet_metal' || process.kind === 'flat_cut' ? found : undefined
  const pattern = flat === 'closed' ? undefined : flat
  const part: Part = {
    name: '',
    quantity,
    volume_mm3: volume,
    area_mm2: area,
    mass_kg: density === undefined ? null : volume * density * 1e-6,
    box_mm: box,
    thickness_mm: sheet || flat === 'closed' ? round(found!.thickness) : null,
    bends: sheet ? groupBends(sheet.bends) : [],
    holes: findHoles(faces),
    ...(sheet
      ? cutFigures(kernel, body, { faces, sheet, area, volume })
      : { cut_length_mm: null, pierces: null, net_area_mm2: null }),
    process,
    ...(pattern
      ? {
          flat_pattern: {
            length_mm: pattern.length_mm,
            width_mm: pattern.width_mm,
            k_factor: pattern.k_factor,
          },
        }
      : {}),
  }
  return { part, pattern, faces: faces.length }
}

/** Exporters that know no name write their own; that is none. */
const ownName = (name: string): string =>
  /^(open cascade|product|part|unnamed|untitled|assembly|body|solid|none|cad|shape|compound)?[\s_\d.]*(step translator)?[\s_\d.]*$/i.test(
    name,
  )
    ? ''
    : name

const fileName = (file: string | undefined, index: number | undefined): string =>
  [file?.replace(/\.\w+$/, '') ?? 'part', index].filter((x) => x !== undefined).join(' ')

interface MeasuredBody {
  readonly part: Part
  readonly pattern?: FlatPattern | undefined
  readonly faces: number
}

/**
 * The kernel keeps no names: a body takes that of the first B-rep with as many faces, or of its place in the
 * file.
 */
function nameBodies(bodies: readonly MeasuredBody[], named: readonly NamedBody[]): MeasuredBody[] {
  const free = [...named]
  const byFaces = bodies.map(({ faces }) => {
    const hit = free.findIndex((n) => n.faces === faces)
    return hit < 0 ? undefined : free.splice(hit, 1)[0]
  })
  const inOrder = byFaces.includes(undefined) && named.length === bodies.length
  return bodies.map((body, i) => ({
    ...body,
    part: { ...body.part, name: ownName((inOrder ? named[i] : byFaces[i])?.name ?? '') },
  }))
}

/**
 * Some exporters write every copy of a part out again: one name and equal figures are one part in several
 * pieces.
 */
function joinAlike(bodies: readonly MeasuredBody[]): MeasuredBody[] {
  const kept = new Map<string, MeasuredBody>()
  for (const body of bodies) {
    const { part } = body
    const key = [
      part.name,
      part.volume_mm3!.toPrecision(7),
      part.area_mm2!.toPrecision(7),
      ...part.box_mm.map((x) => x.toFixed(2)).sort(),
    ].join(' ')
    const known = kept.get(key)
    kept.set(
      key,
      known ? { ...known, part: { ...known.part, quantity: known.part.quantity + part.quantity } } : body,
    )
  }
  return [...kept.values()]
}

export function boxOf(kernel: Kernel, shapes: readonly TopoDS_Shape[]): number[] {
  return withPile((keep) => {
    const box = keep(new kernel.Bnd_Box())
    for (const shape of shapes) kernel.BRepBndLib.AddOptimal(shape, box, false, false)
    const sides = [
      box.GetXMax() - box.GetXMin(),
      box.GetYMax() - box.GetYMin(),
      box.GetZMax() - box.GetZMin(),
    ]
    return sides.map(round)
  })
}

const round = (x: number): number => Math.round(x * 1e4) / 1e4

function merge<T extends { readonly count: number }>(
  lists: readonly { items: readonly T[]; quantity: number }[],
): T[] {
  const merged = new Map<string, T>()
  for (const { items, quantity } of lists)
    for (const item of items) {
      const key = JSON.stringify({ ...item, count: 0 })
      merged.set(key, { ...item, count: (merged.get(key)?.count ?? 0) + item.count * quantity })
    }
  return [...merged.values()]
}

const damaged = () =>
  refuse('step_damaged', {
    zh: 'STEP 模型的几何已损坏（没有边界），请在 CAD 软件中修复后重新导出',
    en: 'The geometry of this STEP model is damaged (it has no bounds); please repair it in the CAD program and export it again',
  })

const assembly = (solids: number, bodies: number): ProcessGuess => ({
  kind: 'assembly',
  confidence: 0.95,
  reason: {
    zh: `装配体：${solids} 个实体，${bodies} 种零件`,
    en: `Assembly of ${solids} solids, ${bodies} different parts`,
  },
})
