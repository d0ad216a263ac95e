import { lazyPart } from '../ground/lazyPart.tsx'
import { Spin } from 'antd'
import { createElement, Suspense, type ComponentType } from 'react'
import type { FullRecord } from '../ground/records.ts'
import { recordPanels } from '../ground/screens.ts'

type Drawn = ComponentType<{ readonly record: FullRecord }>
const drawn = new Map<string, Drawn>()

export const panelOf = (object: string) => recordPanels().find((panel) => panel.of === object)

/** The same component for as long as the page lives, or it would be fetched with every drawing. */
function drawnFor(object: string): Drawn | undefined {
  const panel = panelOf(object)
  if (!panel || drawn.has(object)) return drawn.get(object)
  const made = lazyPart(panel.load)
  drawn.set(object, made)
  return made
}

/** What is made by hand for records of this object, fetched only where there is such a thing. */
export function Panel({ of, record }: { readonly of: string; readonly record: FullRecord }) {
  const made = drawnFor(of)
  return made ? (
    <Suspense
      fallback={
        <div className="card" aria-busy="true">
          <Spin />
        </div>
      }
    >
      {createElement(made, { record })}
    </Suspense>
  ) : null
}
