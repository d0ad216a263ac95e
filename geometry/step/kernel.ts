import type { OpenCascadeInstance } from 'replicad-opencascadejs'
import init from 'replicad-opencascadejs'

export type Kernel = OpenCascadeInstance

let kernel: Promise<Kernel> | undefined

/** One Open CASCADE per worker; half a second and 150 MB the first time. */
export const loadKernel = (): Promise<Kernel> => (kernel ??= init({ print: silent, printErr: silent }))

const silent = (): void => {}

interface Native {
  delete(): void
}

/**
 * Native objects live outside the garbage collector. What is kept in a pile is freed when the block ends,
 * whatever happened.
 */
export function withPile<T>(run: (keep: <N extends Native>(native: N) => N) => T): T {
  const pile: Native[] = []
  try {
    return run((native) => {
      pile.push(native)
      return native
    })
  } finally {
    for (const native of pile.reverse()) native.delete()
  }
}
