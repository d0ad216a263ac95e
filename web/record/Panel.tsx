import { Spin } from 'antd'
import { createElement, lazy, Suspense } from 'react'
import { panels } from '../pages/pages.ts'
import type { FullRecord } from '../shell/records.ts'

const drawn = new Map(panels.map((panel) => [panel.of, lazy(panel.load)]))

export const panelOf = (object: string) => panels.find((panel) => panel.of === object)

/** What is made by hand for records of this object, fetched only where there is such a thing. */
export function Panel({ of, record }: { readonly of: string; readonly record: FullRecord }) {
  const made = drawn.get(of)
  return made ? <Suspense fallback={<div className="card" aria-busy="true"><Spin /></div>}>{createElement(made, { record })}</Suspense> : null
}
