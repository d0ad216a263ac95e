import { refuse } from '../model/refuse.ts'
import { warn } from './flat/drawing.ts'
import { findMaterial } from './materials.ts'
import type { MeasureOptions, Measurement } from './measurement.ts'
import type { Recognition } from './recogniseDrawing.ts'
import { recogniseDrawing } from './recogniseDrawing.ts'

/**
 * The measuring itself, in the thread it is called in: the worker calls it, tests may. Readers are loaded
 * only for the kind of file at hand, because each brings its own WASM.
 */
export async function measureBytes(bytes: Uint8Array, options: MeasureOptions = {}): Promise<Measurement> {
  const found = recogniseDrawing(bytes)
  const measured = await measureKind(found, bytes, options)
  const warnings = [
    ...renamed(found, options.name),
    ...unknownMaterial(found, options, measured.mass_kg),
    ...measured.warnings,
  ]
  return {
    kind: found.kind,
    ...(found.detail === undefined ? {} : { detail: found.detail }),
    label: found.label,
    ...measured,
    warnings,
  }
}

async function measureKind(
  found: Recognition,
  bytes: Uint8Array,
  options: MeasureOptions,
): Promise<Omit<Measurement, 'kind' | 'label'>> {
  switch (found.kind) {
    case 'step': {
      const [{ loadKernel }, { measureStep }] = await Promise.all([
        import('./step/kernel.ts'),
        import('./step/measureStep.ts'),
      ])
      return measureStep(await loadKernel(), bytes, options)
    }
    case 'dxf': {
      const [{ readDxf }, { measureFlat }] = await Promise.all([
        import('./dxf/readDxf.ts'),
        import('./flat/measureFlat.ts'),
      ])
      return measureFlat(readDxf(bytes), options)
    }
    case 'dwg': {
      const [{ readDwg }, { measureFlat }] = await Promise.all([
        import('./dwg/readDwg.ts'),
        import('./flat/measureFlat.ts'),
      ])
      return measureFlat(await readDwg(bytes), options)
    }
    case 'pdf':
      return (await import('./pdf/measurePdf.ts')).measurePdf(bytes, options)
    default:
      throw notMeasurable(found)
  }
}

/** What to do with a file that is recognised but carries no measurable geometry. */
function notMeasurable({ kind, detail, label }: Recognition) {
  const zh = `这是${label.zh}，不能直接测量；请提供 STEP、DXF、DWG 或 PDF 文件`
  const en = `This is a file of the kind "${label.en}", which cannot be measured; please provide STEP, DXF, DWG or PDF`
  if (kind === 'iges' || kind === 'stl')
    return refuse('drawing_not_measurable', {
      zh: `这是${label.zh}，请在 CAD 软件中另存为 STEP 后再上传`,
      en: `This is an ${label.en}; please save it as STEP in the CAD program and upload that`,
    })
  return refuse(
    kind === 'unknown' ? 'drawing_unknown' : 'drawing_not_measurable',
    { zh, en },
    { data: { kind, detail } },
  )
}

const extensions: Readonly<Record<string, Recognition['kind']>> = {
  step: 'step',
  stp: 'step',
  dxf: 'dxf',
  dwg: 'dwg',
  pdf: 'pdf',
  igs: 'iges',
  iges: 'iges',
  stl: 'stl',
  png: 'image',
  jpg: 'image',
  jpeg: 'image',
}

function renamed({ kind, label }: Recognition, name: string | undefined) {
  const extension = /\.(\w+)$/.exec(name ?? '')?.[1]?.toLowerCase() ?? ''
  const expected = extensions[extension]
  if (expected === undefined || expected === kind) return []
  return [
    warn(
      'file_renamed',
      `文件名以 .${extension} 结尾，内容其实是${label.zh}，已按内容处理`,
      `The file is named .${extension} but holds a ${label.en}; it was read as that`,
    ),
  ]
}

function unknownMaterial(
  { kind }: Recognition,
  { material, density }: MeasureOptions,
  mass_kg: number | null,
) {
  if (material === undefined)
    return mass_kg === null && density === undefined && kind !== 'pdf'
      ? [warn('material_missing', '没有给出材料，无法计算重量', 'No material was given, so there is no mass')]
      : []
  if (density !== undefined || mass_kg !== null || findMaterial(material)) return []
  return [
    warn(
      'material_unknown',
      `材料表里没有“${material}”，无法计算重量`,
      `The material table has no "${material}", so there is no mass`,
    ),
  ]
}
