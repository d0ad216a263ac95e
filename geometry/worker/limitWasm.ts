/** As much of WebAssembly.Memory as is touched here; its types come only with the DOM library. */
interface Memory {
  readonly buffer: ArrayBuffer
  grow(pages: number): number
}
const { prototype } = (globalThis as unknown as { WebAssembly: { Memory: { prototype: Memory } } })
  .WebAssembly.Memory

/**
 * WASM memory lies outside the heap that `resourceLimits` bounds, so growing is bounded here: a refused
 * growth reaches the library as an allocation that failed. Returns the size in bytes of everything grown so
 * far.
 */
export function limitWasm(maxBytes: number): () => number {
  const memories = new Set<WeakRef<Memory>>()
  const known = new WeakSet<Memory>()
  const grow = prototype.grow
  const total = () => [...memories].reduce((sum, ref) => sum + (ref.deref()?.buffer.byteLength ?? 0), 0)
  prototype.grow = function (this: Memory, pages: number): number {
    if (!known.has(this)) {
      known.add(this)
      memories.add(new WeakRef(this))
    }
    if (total() + pages * 65536 > maxBytes) throw new RangeError('memory limit of the drawing reader reached')
    return grow.call(this, pages)
  }
  return total
}
