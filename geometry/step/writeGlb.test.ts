import { expect, test } from 'vitest'
import { writeGlb } from './writeGlb.ts'

test('a GLB has its header, aligned chunks and the range of its points', () => {
  const glb = writeGlb({
    positions: Float32Array.of(0, 0, 0, 10, 0, 0, 0, 20, 0),
    normals: Float32Array.of(0, 0, 1, 0, 0, 1, 0, 0, 1),
    triangles: Uint32Array.of(0, 1, 2),
    lines: Float32Array.of(0, 0, 0, 10, 0, 0),
  })
  const view = new DataView(glb.buffer)
  expect([view.getUint32(0, true), view.getUint32(4, true), view.getUint32(8, true)]).toEqual([
    0x46546c67,
    2,
    glb.length,
  ])
  const length = view.getUint32(12, true)
  expect(length % 4).toBe(0)
  const json = JSON.parse(new TextDecoder().decode(glb.subarray(20, 20 + length))) as {
    accessors: { max?: number[] }[]
    buffers: { byteLength: number }[]
  }
  expect(json.accessors[0]!.max).toEqual([10, 20, 0])
  expect(view.getUint32(20 + length, true)).toBe(json.buffers[0]!.byteLength)
})
