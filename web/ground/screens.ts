import type { ComponentType } from 'react'
import type { Label } from '../../model/refuse.ts'
import type { FullRecord } from './records.ts'

/**
 * A page made by hand, where the generic screens are not enough. Its file has a default export; one line
 * below gives it a route.
 * @example { path: '/quote/$id', label: { zh: '报价工作台', en: 'Quote workbench' }, of: 'quote', load: () =>
 * import('./QuoteBench.tsx') }
 */
export interface HandMadePage {
  /** Route; `$id` and the like are its parameters (`useParams({ strict: false })`). */
  readonly path: `/${string}`
  readonly label: Label
  readonly load: () => Promise<{ readonly default: ComponentType }>
  /** Puts a line into the menu under this module. */
  readonly module?: string
  /** In the menu only for people who may read this object. */
  readonly reads?: string
  /** Puts a button on the page of every record of this object; the path takes `$id`. */
  readonly of?: string
  /** Opens without a login. */
  readonly outside?: boolean
}

/**
 * What stands above the facts of every record of an object, where a picture says more than rows of values.
 * @example { of: 'drawing', shows: ['box'], load: () =>
 * import('../../modules/engineering/web/DrawingPanel.tsx') }
 */
export interface RecordPanel {
  readonly of: string
  /** Fields that the panel shows by itself: the facts leave them out. */
  readonly shows: readonly string[]
  readonly load: () => Promise<{ readonly default: ComponentType<{ readonly record: FullRecord }> }>
}

/** What a step of the business draws by itself. */
export interface StepScreens {
  readonly pages?: readonly HandMadePage[]
  readonly panels?: readonly RecordPanel[]
}

let handed: readonly StepScreens[] = []

/** The steps stand above the ground, so their screens come to it by hand: once, before anything is drawn. */
export const handScreens = (steps: readonly StepScreens[]): void => {
  handed = steps
}

export const handMadePages = (): readonly HandMadePage[] => handed.flatMap(({ pages }) => pages ?? [])
export const recordPanels = (): readonly RecordPanel[] => handed.flatMap(({ panels }) => panels ?? [])
