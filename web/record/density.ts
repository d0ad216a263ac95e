import { useSyncExternalStore } from 'react'

export type Density = 'work' | 'roomy'

/** Height of a row in pixels, in lists for work and in those for looking; `record.css` draws the same. */
const rowPxOf: Readonly<Record<Density, number>> = { work: 28, roomy: 38 }
const key = 'density'
const listeners = new Set<() => void>()

const current = (): Density => (localStorage.getItem(key) === 'roomy' ? 'roomy' : 'work')

/** How close the rows of lists stand is each person's own matter, on each device. */
export function useDensity() {
  const density = useSyncExternalStore((listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }, current)
  return {
    density,
    rowPx: rowPxOf[density],
    choose: (next: Density) => {
      localStorage.setItem(key, next)
      for (const listener of listeners) listener()
    },
  }
}
