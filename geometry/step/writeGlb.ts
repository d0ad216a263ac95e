export interface Mesh {
  /** Millimetres, three numbers a point. */
  readonly positions: Float32Array
  readonly normals: Float32Array
  readonly triangles: Uint32Array
  /** Pairs of points. */
  readonly lines: Float32Array
}

/**
 * Binary glTF with one body and its edges, metres and y up as the format asks.
 * Source: Khronos glTF 2.0 specification, section 4 (GLB) and 3.6 (accessors).
 */
export function writeGlb({ positions, normals, triangles, lines }: Mesh): Uint8Array {
  const arrays = [positions, normals, triangles, lines]
  let offset = 0
  const bufferViews = arrays.map((array) => {
    const view = { buffer: 0, byteOffset: offset, byteLength: array.byteLength }
    offset += array.byteLength
    return view
  })
  const points = (bufferView: number, array: Float32Array) => ({
    bufferView,
    componentType: 5126,
    count: array.length / 3,
    type: 'VEC3',
    ...rangeOf(array),
  })
  const json = {
    asset: { version: '2.0', generator: 'guantong' },
    scene: 0,
    scenes: [{ nodes: [0] }],
    nodes: [{ mesh: 0, rotation: [-Math.SQRT1_2, 0, 0, Math.SQRT1_2], scale: [0.001, 0.001, 0.001] }],
    meshes: [
      {
        primitives: [
          { attributes: { POSITION: 0, NORMAL: 1 }, indices: 2, material: 0, mode: 4 },
          ...(lines.length > 0 ? [{ attributes: { POSITION: 3 }, material: 1, mode: 1 }] : []),
        ],
      },
    ],
    materials: [
      {
        pbrMetallicRoughness: {
          baseColorFactor: [0.72, 0.75, 0.79, 1],
          metallicFactor: 0.2,
          roughnessFactor: 0.6,
        },
        doubleSided: true,
      },
      { pbrMetallicRoughness: { baseColorFactor: [0.1, 0.12, 0.15, 1] } },
    ],
    accessors: [
      points(0, positions),
      points(1, normals),
      { bufferView: 2, componentType: 5125, count: triangles.length, type: 'SCALAR' },
      ...(lines.length > 0 ? [points(3, lines)] : []),
    ],
    bufferViews: lines.length > 0 ? bufferViews : bufferViews.slice(0, 3),
    buffers: [{ byteLength: offset }],
  }
  const header = pad(new TextEncoder().encode(JSON.stringify(json)), 32)
  const out = new Uint8Array(12 + 8 + header.length + 8 + offset)
  const view = new DataView(out.buffer)
  for (const [i, word] of [0x46546c67, 2, out.length, header.length, 0x4e4f534a].entries())
    view.setUint32(i * 4, word, true)
  out.set(header, 20)
  view.setUint32(20 + header.length, offset, true)
  view.setUint32(24 + header.length, 0x004e4942, true)
  let at = 28 + header.length
  for (const array of arrays) {
    out.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at)
    at += array.byteLength
  }
  return out
}

function rangeOf(array: Float32Array): { min: number[]; max: number[] } {
  const [min, max] = [
    [Infinity, Infinity, Infinity],
    [-Infinity, -Infinity, -Infinity],
  ]
  for (let i = 0; i < array.length; i++) {
    min[i % 3] = Math.min(min[i % 3]!, array[i]!)
    max[i % 3] = Math.max(max[i % 3]!, array[i]!)
  }
  return { min, max }
}

function pad(bytes: Uint8Array, filler: number): Uint8Array {
  const padded = new Uint8Array(Math.ceil(bytes.length / 4) * 4).fill(filler)
  padded.set(bytes)
  return padded
}
