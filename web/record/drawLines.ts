import { linesParts } from '../fields/linesParts.ts'

/** Gives the field kind `lines` its screens; they are fetched when the first child rows are drawn. */
export function drawLines(): void {
  linesParts.table = () => import('./LinesTable.tsx')
  linesParts.editor = () => import('./LinesEditor.tsx')
}
