import type { ComponentType } from 'react'
import type { Label } from '../../model/refuse.ts'

/**
 * A page made by hand, where the generic screens are not enough. Its file has a default export; one line below gives it a route.
 * @example { path: '/o/quote/$id/bench', label: { zh: '报价工作台', en: 'Quote workbench' }, of: 'quote', load: () => import('./QuoteBench.tsx') }
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

export const pages: readonly HandMadePage[] = []
