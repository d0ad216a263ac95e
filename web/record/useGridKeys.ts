import { useState, type KeyboardEvent } from 'react'

/** Where one stands in a table: which row and which column. */
export interface Place {
  readonly row: number
  readonly column: number
}

interface Grid {
  readonly rows: number
  readonly columns: number
  /** How many rows a page of the screen holds. */
  readonly page: number
  readonly onPick: (from: number, to: number, only: boolean) => void
  readonly onToggle: (row: number) => void
  readonly onOpen: (row: number) => void
  readonly onEdit: (place: Place) => void
  readonly onClear: () => void
  readonly onAll: () => void
}

/**
 * A table by keyboard alone: arrows move, Shift takes rows along, Space and X pick, Enter opens, E and F2 edit,
 * Escape lets go.
 */
export function useGridKeys(grid: Grid) {
  const [at, setAt] = useState<Place>()
  const [anchor, setAnchor] = useState<number>()
  const to = (row: number, column: number): Place => ({
    row: Math.min(Math.max(row, 0), Math.max(grid.rows - 1, 0)),
    column: Math.min(Math.max(column, 0), Math.max(grid.columns - 1, 0)),
  })
  const go = (place: Place, shift = false) => {
    const next = to(place.row, place.column)
    if (shift) {
      const from = anchor ?? at?.row ?? next.row
      setAnchor(from)
      grid.onPick(from, next.row, true)
    } else setAnchor(undefined)
    setAt(next)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const { key, shiftKey, ctrlKey, metaKey, altKey, target } = event
    const typing = target instanceof HTMLElement && target.matches('input, textarea, select, button, a')
    if (typing || altKey || grid.rows === 0) return
    const here = at ?? { row: -1, column: 0 }
    const command = ctrlKey || metaKey
    const done = () => event.preventDefault()
    if (command && key.toLowerCase() === 'a') return (done(), grid.onAll())
    if (command && !['Home', 'End'].includes(key)) return
    const moved = movesOf(key, here, grid.page, grid.rows, grid.columns)
    if (moved) return (done(), go(moved, shiftKey))
    if (key === 'Escape') return grid.onClear()
    if (!at) return
    if (key === ' ' || key.toLowerCase() === 'x') return (done(), grid.onToggle(at.row))
    if (key === 'Enter') return (done(), grid.onOpen(at.row))
    if (key.toLowerCase() === 'e' || key === 'F2') return (done(), grid.onEdit(at))
  }
  return { at: at && at.row < grid.rows ? at : undefined, go, onKeyDown }
}

function movesOf(
  key: string,
  { row, column }: Place,
  page: number,
  rows: number,
  columns: number,
): Place | undefined {
  const start = Math.max(row, 0)
  const moves: Readonly<Record<string, Place>> = {
    ArrowDown: { row: row + 1, column },
    ArrowUp: { row: start - 1, column },
    ArrowRight: { row: start, column: column + 1 },
    ArrowLeft: { row: start, column: column - 1 },
    PageDown: { row: start + page, column },
    PageUp: { row: start - page, column },
    Home: { row: 0, column },
    End: { row: rows - 1, column: Math.min(column, columns - 1) },
  }
  return moves[key]
}
