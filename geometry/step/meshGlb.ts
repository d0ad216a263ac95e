import type { TopoDS_Shape } from 'replicad-opencascadejs'
import type { Kernel } from './kernel.ts'
import { withPile } from './kernel.ts'
import { writeGlb } from './writeGlb.ts'

/**
 * A mesh to turn in the browser: surfaces no further than half a percent of the size from the truth, and the
 * true edges as lines. For looking at, never for measuring.
 */
export function meshGlb(kernel: Kernel, shape: TopoDS_Shape, size_mm: number): Uint8Array {
  return withPile((keep) => {
    const [deflection, angle] = [Math.max(size_mm * 0.005, 1e-3), 0.4]
    const mesh = keep(kernel.ReplicadMeshExtractor.extract(shape, deflection, angle, false))
    const edges = keep(kernel.ReplicadEdgeMeshExtractor.extract(shape, deflection, angle))
    const { buffer } = kernel.wasmMemory as unknown as { buffer: ArrayBuffer }
    return writeGlb({
      positions: new Float32Array(buffer, mesh.getVerticesPtr(), mesh.getVerticesSize()).slice(),
      normals: new Float32Array(buffer, mesh.getNormalsPtr(), mesh.getNormalsSize()).slice(),
      triangles: new Uint32Array(buffer, mesh.getTrianglesPtr(), mesh.getTrianglesSize()).slice(),
      lines: new Float32Array(buffer, edges.getLinesPtr(), edges.getLinesSize()).slice(),
    })
  })
}
