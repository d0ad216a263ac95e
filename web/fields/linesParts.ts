import type { ComponentType } from 'react'
import type { Titles } from '../ground/records.ts'
import type { EditProps } from './screen.ts'

export interface LinesTableProps {
  readonly rows: readonly Readonly<Record<string, unknown>>[]
  readonly of: string
  readonly by: string
  readonly titles?: Titles
}

interface Parts {
  table: () => Promise<{ default: ComponentType<LinesTableProps> }>
  editor: () => Promise<{ default: ComponentType<EditProps> }>
}

/**
 * Child rows hold every other kind of field, so their table and editor are handed in from above:
 * `record/drawLines.ts` does it.
 */
export const linesParts: Parts = {
  table: () => Promise.reject(new Error('Nobody handed in a table for lines')),
  editor: () => Promise.reject(new Error('Nobody handed in an editor for lines')),
}
