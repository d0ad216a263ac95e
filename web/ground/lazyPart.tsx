import { lazy, type ComponentType } from 'react'
import { PartFailed } from './PartFailed.tsx'

/**
 * A part of the screen that is fetched when it is first drawn. After an upgrade, or without a connection, it
 * is not there: then a note stands in its place, and the page around it with all that was typed stays. A
 * browser remembers that a module failed, so that only a fresh page can have it.
 * @example const Board = lazyPart(() => import('./Board.tsx'))
 */
export const lazyPart = <P extends object>(
  load: () => Promise<{ readonly default: ComponentType<P> }>,
): ComponentType<P> => lazy(() => load().catch(() => ({ default: Failed as ComponentType<P> }))) as never

const Failed = () => <PartFailed onAgain={() => location.reload()} />

/** The same for a whole page: what was before it is done. */
export const orFailed =
  <T extends object>(load: () => Promise<T>, name: string) =>
  (): Promise<T> =>
    load().catch(() => ({ [name]: Failed }) as T)
