import { lazy, useSyncExternalStore, type ComponentType } from 'react'
import { PartFailed } from './PartFailed.tsx'

/**
 * A part of the screen that is fetched when it is first drawn. After an upgrade, or without a connection, it
 * is not there: then a note stands in its place, and the page around it with all that was typed stays.
 * @example const Board = lazyPart(() => import('./Board.tsx'))
 */
export function lazyPart<P extends object>(
  load: () => Promise<{ readonly default: ComponentType<P> }>,
): ComponentType<P> {
  const listeners = new Set<() => void>()
  const again = () => {
    Drawn = fetched()
    for (const listener of listeners) listener()
  }
  const Failed = () => <PartFailed onAgain={again} />
  const fetched = () => lazy(() => load().catch(() => ({ default: Failed as ComponentType<P> })))
  let Drawn = fetched()
  const subscribe = (listener: () => void) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }
  return function Part(props: P) {
    const Now = useSyncExternalStore(subscribe, () => Drawn) as ComponentType<P>
    return <Now {...props} />
  }
}

/** The same for a whole page: leaving what was before it is done, so a fresh page is all it takes. */
export const orFailed =
  <T extends object>(load: () => Promise<T>, name: string) =>
  (): Promise<T> =>
    load().catch(() => ({ [name]: () => <PartFailed onAgain={() => location.reload()} /> }) as T)
