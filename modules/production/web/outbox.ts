import type { Press } from './press.ts'

const place = 'job presses'

/** Presses that have not reached the server, oldest first; they outlive a reload and a flat battery. */
export function readOutbox(): readonly Press[] {
  try {
    const kept = JSON.parse(localStorage.getItem(place) ?? '[]') as unknown
    return Array.isArray(kept) ? (kept as Press[]) : []
  } catch {
    return []
  }
}

const changed = new Set<() => void>()
let last: readonly Press[] = readOutbox()

export const currentOutbox = (): readonly Press[] => last

export function onOutbox(listener: () => void): () => void {
  changed.add(listener)
  return () => changed.delete(listener)
}

function keep(presses: readonly Press[]): void {
  last = presses
  localStorage.setItem(place, JSON.stringify(presses))
  for (const listener of changed) listener()
}

export const addPress = (press: Press): void => keep([...last, press])
export const dropPress = (key: string): void => keep(last.filter((press) => press.key !== key))
/** After a refusal what came later on the same card would be refused too. */
export const dropCard = (card: string): void => keep(last.filter((press) => press.card !== card))
