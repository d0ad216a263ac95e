import type { TDF_Label, TopoDS_Shape } from 'replicad-opencascadejs'
import { loadKernel, type Kernel } from './kernel.ts'
import { bendStrip } from './testBentStrip.ts'

/** The releases of STEP that a writer can be told to use, by the name CAD systems give them. */
const schemas = { AP203: '3', AP214: '4', AP242: '5' } as const
export type Schema = keyof typeof schemas

/** One part of an assembly: how it is called, and where its origin lies each time it is placed, mm. */
export interface Placed {
  readonly name: string
  readonly shape: TopoDS_Shape
  readonly at: readonly (readonly [x: number, y: number, z: number])[]
}

/** Tools that make bodies whose figures are known in closed form, and STEP of them; lengths in mm. */
export function openWorkshop(kernel: Kernel) {
  const progress = () => new kernel.Message_ProgressRange()
  const point = (x: number, y: number, z: number) => new kernel.gp_Pnt(x, y, z)
  const read = (path: string) => kernel.FS.readFile(path)
  const asIs = kernel.STEPControl_StepModelType.STEPControl_AsIs
  const box = (x: number, y: number, z: number): TopoDS_Shape =>
    new kernel.BRepPrimAPI_MakeBox(x, y, z).Shape()
  const boxAt = (x: number, y: number, z: number, dx: number, dy: number, dz: number): TopoDS_Shape =>
    new kernel.BRepPrimAPI_MakeBox(point(x, y, z), dx, dy, dz).Shape()
  const rod = (x: number, y: number, z: number, radius: number, height: number): TopoDS_Shape =>
    new kernel.BRepPrimAPI_MakeCylinder(
      new kernel.gp_Ax2(point(x, y, z), new kernel.gp_Dir(0, 0, 1)),
      radius,
      height,
    ).Shape()
  const cut = (a: TopoDS_Shape, ...tools: TopoDS_Shape[]): TopoDS_Shape =>
    tools.reduce((left, tool) => new kernel.BRepAlgoAPI_Cut(left, tool, progress()).Shape(), a)
  const fuse = (a: TopoDS_Shape, b: TopoDS_Shape): TopoDS_Shape =>
    new kernel.BRepAlgoAPI_Fuse(a, b, progress()).Shape()

  /**
   * A rod whose side is a B-spline, as some CAD systems write every cylinder; two rings alone would make a
   * true one.
   */
  function splinedRod(x: number, y: number, z: number, radius: number, height: number): TopoDS_Shape {
    const loft = new kernel.BRepOffsetAPI_ThruSections(true, false, 1e-6)
    for (const up of [0, height / 2, height]) {
      const ring = new kernel.gp_Circ(
        new kernel.gp_Ax2(point(x, y, z + up), new kernel.gp_Dir(0, 0, 1)),
        radius,
      )
      loft.AddWire(new kernel.BRepBuilderAPI_MakeWire(new kernel.BRepBuilderAPI_MakeEdge(ring).Edge()).Wire())
    }
    return loft.Shape()
  }

  function write(...shapes: TopoDS_Shape[]): Uint8Array {
    const writer = new kernel.STEPControl_Writer()
    for (const shape of shapes) writer.Transfer(shape, asIs, true, progress())
    writer.Write('/made.step')
    return read('/made.step')
  }

  function writeAs(schema: Schema, shape: TopoDS_Shape): Uint8Array {
    // The settings of a writer are there once the first writer has been made.
    new kernel.STEPControl_Writer().delete()
    kernel.Interface_Static.SetCVal('write.step.schema', schemas[schema])
    try {
      return write(shape)
    } finally {
      kernel.Interface_Static.SetCVal('write.step.schema', schemas.AP214)
    }
  }

  /** Parts by name, each kept once and placed as often as it is needed. */
  function writeAssembly(parts: readonly Placed[]): Uint8Array {
    const named = (text: string) => new kernel.TCollection_ExtendedString(text, true)
    const document = new kernel.TDocStd_Document(named('made'))
    const tool = kernel.XCAFDoc_DocumentTool.ShapeTool(document.Main())
    const label = (given: TDF_Label, text: string) => (kernel.TDataStd_Name.Set(given, named(text)), given)
    const whole = label(tool.NewShape(), 'whole')
    for (const { name, shape, at } of parts) {
      const part = label(tool.AddShape(shape, false, true), name)
      for (const [x, y, z] of at) {
        const moved = new kernel.gp_Trsf()
        moved.SetTranslation(new kernel.gp_Vec(x, y, z))
        tool.AddComponent(whole, part, new kernel.TopLoc_Location(moved))
      }
    }
    tool.UpdateAssemblies()
    new kernel.STEPCAFControl_Writer().Perform(document, '/assembly.step', progress())
    return read('/assembly.step')
  }
  return { box, boxAt, rod, splinedRod, cut, fuse, write, writeAs, writeAssembly }
}

/**
 * A pipe flange DN50: a disc of 160 × 20 with a hub of 90, 50 high in all, bored 50, eight holes of 18 on a
 * circle of 125.
 */
export async function flangeStep(): Promise<Uint8Array> {
  const { rod, cut, fuse, write } = openWorkshop(await loadKernel())
  const holes = Array.from({ length: 8 }, (_, i) =>
    rod(62.5 * Math.cos((i * Math.PI) / 4), 62.5 * Math.sin((i * Math.PI) / 4), -1, 9, 22),
  )
  return write(cut(fuse(rod(0, 0, 0, 80, 20), rod(0, 0, 0, 45, 50)), rod(0, 0, -1, 25, 52), ...holes))
}
/** What the flange weighs in with, mm³: disc and hub without bore and holes. */
export const flangeVolume = Math.PI * (80 ** 2 * 20 + 45 ** 2 * 30 - 25 ** 2 * 50 - 8 * 9 ** 2 * 20)

/** A bracket of 2 mm sheet, bent once with 2 inside, 50 wide, two holes of 6.5 in its longer flange. */
export async function bracketStep(): Promise<Uint8Array> {
  const kernel = await loadKernel()
  const { rod, cut, write } = openWorkshop(kernel)
  const strip = bendStrip(kernel, { flanges: [56, 36], turns: [1], thickness: 2, radius: 2, width: 50 })
  return write(cut(strip, rod(20, 15, -1, 3.25, 4), rod(20, 35, -1, 3.25, 4)))
}

/** A base plate of 20 mm with six holes of 10, two angles of 3 mm sheet, six bolts and a rod. */
export async function assemblyStep(): Promise<Uint8Array> {
  const kernel = await loadKernel()
  const { box, rod, cut, fuse, writeAssembly } = openWorkshop(kernel)
  const holes = [30, 90, 150].flatMap((x) => [30, 120].map((y) => [x, y] as const))
  const bolt = fuse(rod(0, 0, 0, 8, 6), rod(0, 0, -30, 5, 30))
  return writeAssembly([
    {
      name: 'plate',
      shape: cut(box(180, 150, 20), ...holes.map(([x, y]) => rod(x, y, -1, 5, 22))),
      at: [[0, 0, 0]],
    },
    {
      name: 'l-bracket',
      shape: bendStrip(kernel, { flanges: [60, 50], turns: [1], thickness: 3, radius: 3 }),
      at: [
        [10, 30, 20],
        [110, 30, 20],
      ],
    },
    { name: 'bolt', shape: bolt, at: holes.map(([x, y]) => [x, y, 23] as const) },
    { name: 'rod', shape: rod(0, 0, 0, 6, 200), at: [[90, 75, 20]] },
  ])
}
