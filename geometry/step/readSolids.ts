import type { TopoDS_Shape } from 'replicad-opencascadejs'
import { refuse } from '../../model/refuse.ts'
import type { Kernel } from './kernel.ts'
import { withPile } from './kernel.ts'

export interface SolidGroup {
  readonly shape: TopoDS_Shape
  readonly quantity: number
}

/**
 * Reads a STEP file and hands the solids over, equal ones (one body placed several times) together. The
 * kernel converts every length to millimetres.
 */
export function readShape(kernel: Kernel, bytes: Uint8Array): TopoDS_Shape {
  return withPile((keep) => {
    const reader = keep(new kernel.STEPControl_Reader())
    kernel.FS.writeFile('/part.step', bytes)
    try {
      const status = reader.ReadFile('/part.step') as unknown
      if (
        String(statusName(status)) !== '1' &&
        statusName(status) !== kernel.IFSelect_ReturnStatus.IFSelect_RetDone
      )
        throw unreadable()
      reader.TransferRoots(keep(new kernel.Message_ProgressRange()))
    } finally {
      kernel.FS.unlink('/part.step')
    }
    const shape = reader.OneShape()
    if (shape.IsNull())
      throw refuse('drawing_empty', { zh: 'STEP 文件里没有实体或曲面', en: 'The STEP file holds no shape' })
    return shape
  })
}

const statusName = (status: unknown): unknown =>
  typeof status === 'object' && status !== null && 'value' in status ? status.value : status

const unreadable = () =>
  refuse('step_unreadable', {
    zh: 'STEP 文件无法读取，可能不完整或已损坏，请重新导出',
    en: 'The STEP file cannot be read; it may be cut off or damaged, please export it again',
  })

/** Solids in the file's order, one group for each body; the box and placement are those of the first. */
export function groupSolids(
  kernel: Kernel,
  shape: TopoDS_Shape,
): { groups: SolidGroup[]; solids: TopoDS_Shape[] } {
  const solids = explore(kernel, shape, 'TopAbs_SOLID')
  const groups: { shape: TopoDS_Shape; quantity: number }[] = []
  for (const solid of solids) {
    const known = groups.find((group) => group.shape.IsPartner(solid))
    if (known) known.quantity++
    else groups.push({ shape: solid, quantity: 1 })
  }
  return { groups, solids }
}

export function explore(
  kernel: Kernel,
  shape: TopoDS_Shape,
  kind: 'TopAbs_SOLID' | 'TopAbs_FACE' | 'TopAbs_EDGE' | 'TopAbs_WIRE' | 'TopAbs_VERTEX',
): TopoDS_Shape[] {
  const found: TopoDS_Shape[] = []
  withPile((keep) => {
    const kinds = kernel.TopAbs_ShapeEnum
    for (
      const walk = keep(new kernel.TopExp_Explorer(shape, kinds[kind], kinds.TopAbs_SHAPE));
      walk.More();
      walk.Next()
    )
      found.push(walk.Current())
  })
  return found
}
