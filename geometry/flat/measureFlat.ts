import { refuse } from '../../model/refuse.ts'
import { findMaterial } from '../materials.ts'
import type { MeasureOptions, Measurement, Part } from '../measurement.ts'
import { readTitleBlock } from '../titleBlock.ts'
import { inferUnit, unitMillimetres } from '../units.ts'
import type { UnitFinding } from '../units.ts'
import type { Outline } from './arrangeContours.ts'
import { arrangeContours } from './arrangeContours.ts'
import { collectContours, scaleStrokes, sidesOf, sizeOf, tolerancesFor } from './collectContours.ts'
import type { Contour } from './contour.ts'
import { contains, joinBoxes } from './contour.ts'
import type { Curve, Line } from './curve.ts'
import { endOf, startOf } from './curve.ts'
import type { FlatDrawing, FlatText, Stroke, Warning } from './drawing.ts'
import { warn } from './drawing.ts'
import { drawSvg } from './drawSvg.ts'
import { describePart, groupParts, guessFlat, mergeHoles } from './describePart.ts'
import { spreadOf } from './spreadOf.ts'
import { findBendLines, groupBends, insideOutline, touchesRim } from './findBendLines.ts'
import { isSheetFrame } from './isSheetFrame.ts'
import type { Role, RoleRule } from './layerRoles.ts'
import { defaultRoleRules, roleOf } from './layerRoles.ts'
import { lengthOf } from './measureCurve.ts'
import { readThickness } from './readNotes.ts'

export type FlatMeasurement = Omit<Measurement, 'kind' | 'detail' | 'label'>

/** Everything a cutting machine wants to know of a flat drawing. Lengths of the result are in mm. */
export function measureFlat(drawing: FlatDrawing, options: MeasureOptions = {}): FlatMeasurement {
  const warnings: Warning[] = [...drawing.warnings]
  const unit = findUnit(drawing, options, warnings)
  const factor = unitMillimetres[unit.unit]
  const strokes = scaleStrokes(drawing.strokes, factor)
  const texts = drawing.texts.map((t) => ({
    ...t,
    at: [t.at[0] * factor, t.at[1] * factor] as const,
    height: t.height * factor,
  }))
  const roles = assignRoles(strokes, [...(options.roles ?? []), ...defaultRoleRules])
  if (roles.cut.length === 0 && roles.annotation.length > 0) takeForCut(roles, warnings)
  if (roles.cut.length === 0) throw nothingToCut()

  const tolerances = tolerancesFor(sizeOf(roles.cut))
  const collected = collectContours(roles.cut, tolerances)
  if (collected.contours.length === 0) throw nothingToCut()
  const closed = dropFrames(
    collected.contours.filter((c) => c.closed),
    texts,
    warnings,
  )
  const outlines = arrangeContours(closed)
  const candidates = [...roles.annotation, ...findLoneLines(collected.contours, roles.cut)]
  const inferred = inferBendLines(candidates, outlines, tolerances.gap)
  if (inferred.length > 0) warnings.push(bendsInferred(inferred.length))
  const bendCurves = new Set(inferred.flatMap((s) => s.curves))
  warnings.push(...limitOpenEnds(withoutEnds(collected.warnings, [...bendCurves])))
  const open = collected.contours.filter(
    (c) => !c.closed && !c.curves.every((curve) => bendCurves.has(curve)),
  )
  const etch = collectContours(roles.etch, tolerances).contours
  const bends = findBendLines([...roles.bend, ...inferred], texts)
  if (outlines.length === 0) warnings.push(noArea())

  const thickness = options.thickness ?? readThickness(texts.map((t) => t.text)) ?? null
  const title = readTitleBlock(texts)
  const material = options.material ?? title?.material
  const density = options.density ?? (material === undefined ? undefined : findMaterial(material)?.density)
  const parts = groupParts(
    outlines.map((outline) => ({
      part: describePart(outline, bends, { thickness, density }),
      spread: spreadOf(outline),
    })),
  )
  const cutLength = [...closed, ...open].reduce((sum, c) => sum + c.length, 0)
  const box = joinBoxes((closed.length > 0 ? closed : open).map((c) => c.box))
  const total = (pick: (part: Part) => number | null) =>
    sumOrNull(parts.map((p) => scaled(pick(p), p.quantity)))
  return {
    unit: unit.unit,
    unit_source: unit.source,
    solids: 0,
    parts,
    volume_mm3: total((p) => p.volume_mm3),
    area_mm2: total((p) => p.area_mm2),
    mass_kg: total((p) => p.mass_kg),
    box_mm: [
      box.max[0] - box.min[0],
      box.max[1] - box.min[1],
      ...(thickness === null ? [] : [thickness]),
    ].map(tidy),
    thickness_mm: thickness,
    bends: groupBends(bends),
    holes: mergeHoles(parts),
    cut_length_mm: cutLength,
    pierces: closed.length + open.length,
    net_area_mm2: total((p) => p.net_area_mm2),
    process: guessFlat(outlines.length, bends.length, open.length),
    contours: outlines.map(({ outer, holes }, part) => ({
      part,
      outer: outer.polygon,
      holes: holes.map((h) => h.polygon.toReversed()),
    })),
    ...(options.preview === false ? {} : { preview: { svg: drawSvg({ outlines, open, etch, bends }) } }),
    warnings,
    texts,
    ...(title ? { title_block: title } : {}),
  }
}

const bendsInferred = (count: number) =>
  warn(
    'bends_inferred',
    `有 ${count} 条直线两端落在轮廓上，按折弯线处理`,
    `${count} straight lines end on the rim and are taken for bend lines`,
  )

const noArea = () =>
  warn('no_closed_contour', '没有封闭轮廓，无法计算面积', 'No contour is closed, so there is no area')

const nothingToCut = () =>
  refuse('drawing_empty', {
    zh: '图纸里没有可以切割的轮廓',
    en: 'This drawing holds no outline that could be cut',
  })

function findUnit(drawing: FlatDrawing, options: MeasureOptions, warnings: Warning[]): UnitFinding {
  if (options.unit) return { unit: options.unit, source: 'given' }
  const samples = drawing.strokes
    .slice(0, 2000)
    .flatMap((s) =>
      s.curves.flatMap((c) =>
        c.kind === 'line' ? [lengthOf(c)] : c.kind === 'arc' ? [2 * Math.hypot(...c.u)] : [],
      ),
    )
  const found = inferUnit({
    insunits: drawing.insunits,
    measurement: drawing.measurement,
    ...sidesOf(drawing.strokes),
    samples,
  })
  if (found.doubt === 'not_stated')
    warnings.push(
      warn(
        'unit_not_stated',
        '图纸没有注明单位，按毫米计算，请核对',
        'The drawing states no unit; millimetres are assumed, please check',
      ),
    )
  if (found.doubt === 'implausible')
    warnings.push(
      warn(
        'unit_implausible',
        '图纸注明的单位会使零件大得或小得不合理，按毫米计算，请核对',
        'The stated unit would make the part absurdly large or small; millimetres are assumed, please check',
      ),
    )
  if (found.doubt === 'larger_than_plates')
    warnings.push(
      warn(
        'unit_implausible',
        `按图纸注明的单位，零件或孔大得不寻常；现按${found.unit === 'mm' ? '毫米' : '注明的单位'}计算，请核对`,
        `In the stated unit the part or its holes are unusually large; ${found.unit === 'mm' ? 'millimetres are' : 'the stated unit is'} taken, please check`,
      ),
    )
  if (found.doubt === 'stated_but_imperial')
    warnings.push(
      warn(
        'unit_looks_imperial',
        '图纸注明毫米，但尺寸多为英寸分数，请核对单位',
        'The drawing states millimetres but its sizes are fractions of an inch; please check the unit',
      ),
    )
  if (found.doubt === 'looks_imperial')
    warnings.push(
      warn(
        'unit_looks_imperial',
        '图纸没有注明单位，尺寸多为英寸分数，按英寸计算，请核对',
        'The drawing states no unit but its sizes are fractions of an inch; inches are assumed, please check',
      ),
    )
  return found
}

function assignRoles(strokes: readonly Stroke[], rules: readonly RoleRule[]): Record<Role, Stroke[]> {
  const roles: Record<Role, Stroke[]> = { cut: [], bend: [], etch: [], annotation: [] }
  for (const stroke of strokes) roles[roleOf(stroke, rules)].push(stroke)
  return roles
}

/** Some draw everything on a layer called Sketch or Frame: where nothing else is there, that is the part. */
function takeForCut(roles: Record<Role, Stroke[]>, warnings: Warning[]): void {
  const isSolid = ({ linetype }: Stroke) => /^(continuous|bylayer|byblock|)$/i.test(linetype)
  roles.cut = roles.annotation.filter(isSolid)
  roles.annotation = roles.annotation.filter((stroke) => !isSolid(stroke))
  const names = [...new Set(roles.cut.map((s) => s.layer))].slice(0, 8).join(', ')
  if (roles.cut.length > 0)
    warnings.push(
      warn(
        'annotation_cut',
        `没有其他轮廓，图层 ${names} 按切割处理，请核对`,
        `Nothing else is drawn, so the layers ${names} are taken for the cut; please check`,
      ),
    )
}

/** Where a border encloses the parts it is a sheet of paper, not steel. */
function dropFrames(closed: readonly Contour[], texts: readonly FlatText[], warnings: Warning[]): Contour[] {
  const frames = texts.length > 0 ? closed.filter((c) => isSheetFrame(c, closed, texts)) : []
  const outermost = frames.filter(
    (f) => !closed.some((c) => !frames.includes(c) && c.area > f.area && contains(c, f.polygon[0]!)),
  )
  if (outermost.length > 0)
    warnings.push(warn('frame_ignored', '已忽略图框', 'The border of the drawing sheet was left out'))
  return closed.filter((c) => !outermost.includes(c))
}

/** A line that is taken for a bend ends on the rim on purpose. */
function withoutEnds(warnings: readonly Warning[], bends: readonly Curve[]): Warning[] {
  const place = (at: readonly number[]) => at.map((x) => Math.round(x * 1e4) / 1e4).join(' ')
  const ends = new Set(bends.flatMap((curve) => [startOf(curve), endOf(curve)]).map(place))
  return warnings.filter((w) => w.code !== 'open_end' || !ends.has(place(w.at!)))
}

function limitOpenEnds(warnings: readonly Warning[]): Warning[] {
  const ends = warnings.filter((w) => w.code === 'open_end')
  if (ends.length <= 20) return [...warnings]
  const rest = ends.length - 20
  return [
    ...warnings.filter((w) => w.code !== 'open_end'),
    ...ends.slice(0, 20),
    warn('open_ends_more', `另有 ${rest} 个未封闭的端点`, `${rest} more open ends`),
  ]
}

/**
 * Cut strokes that stayed single open lines, in a colour or layer of their own: candidates for bend lines.
 */
function findLoneLines(contours: readonly Contour[], strokes: readonly Stroke[]): Stroke[] {
  const rims = new Set(contours.filter((c) => c.closed).map((c) => `${c.layer} ${c.colour}`))
  const lone = new Map(
    contours.flatMap((c) =>
      !c.closed && c.curves.length === 1 && c.curves[0]!.kind === 'line'
        ? [[middleOf(c.curves[0]!), c.curves[0]!] as const]
        : [],
    ),
  )
  const found = strokes.flatMap((s) => {
    const line =
      s.curves.length === 1 && s.curves[0]!.kind === 'line' && !rims.has(`${s.layer} ${s.colour}`)
        ? lone.get(middleOf(s.curves[0]!))
        : undefined
    return line ? [{ ...s, curves: [line] }] : []
  })
  return found.length <= bend_candidates_max ? found : []
}

/** A part has some bends; a file with thousands of loose lines is a picture. */
const bend_candidates_max = 500

const middleOf = (line: Line): string => `${line.a[0] + line.b[0]} ${line.a[1] + line.b[1]}`

function inferBendLines(
  strokes: readonly Stroke[],
  outlines: readonly Outline[],
  tolerance: number,
): Stroke[] {
  return strokes.filter(({ curves }) => {
    const [line] = curves
    if (curves.length !== 1 || line?.kind !== 'line') return false
    return outlines.some(
      (o) => insideOutline(o, line) && touchesRim(o, line.a, tolerance) && touchesRim(o, line.b, tolerance),
    )
  })
}

const tidy = (x: number): number => Math.round(x * 1e6) / 1e6
const scaled = (x: number | null, quantity: number): number | null => (x === null ? null : x * quantity)
const sumOrNull = (values: readonly (number | null)[]): number | null =>
  values.length === 0 || values.includes(null) ? null : values.reduce<number>((sum, x) => sum + x!, 0)
