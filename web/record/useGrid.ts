import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState, type ClipboardEvent, type KeyboardEvent, type MouseEvent } from 'react'
import { screenOf } from '../fields/kinds.ts'
import { isWritable, type AnyField, type AnyRow, type ScreenObject } from '../ground/definitions.ts'
import { asProblem } from '../ground/problem.ts'
import { useSay } from '../ground/say.tsx'
import { useLabel, useWords } from '../words/words.ts'
import { useDensity } from './density.ts'
import type { DrawnColumn } from './listColumns.ts'
import { parseBlock } from './pasteBlock.ts'
import { useCells } from './useCells.ts'
import { useGridKeys, type Place } from './useGridKeys.ts'

interface Table {
  readonly object: ScreenObject
  readonly fields: Readonly<Record<string, AnyField>>
  readonly columns: readonly DrawnColumn[]
  readonly items: readonly AnyRow[]
  readonly picked: ReadonlySet<string>
  readonly onPick: (ids: ReadonlySet<string>) => void
}

/** A block from a spreadsheet, and where it was put. */
export interface Pasting {
  readonly block: readonly (readonly string[])[]
  readonly items: readonly AnyRow[]
  readonly columns: readonly string[]
}

/** Everything that keys, the mouse and the clipboard do to the table. */
export function useGrid(
  { object, fields, columns, items, picked, onPick }: Table,
  box: { readonly current: HTMLDivElement | null },
) {
  const t = useWords()
  const label = useLabel()
  const say = useSay()
  const navigate = useNavigate()
  const { rowPx } = useDensity()
  const cells = useCells(object)
  const [editing, setEditing] = useState<Place>()
  const lastPicked = useRef(0)
  const ids = (from: number, to: number) =>
    items.slice(Math.min(from, to), Math.max(from, to) + 1).map(({ id }) => id)
  const edit = (place: Place) => {
    const name = columns[place.column]?.name ?? ''
    const field = fields[name]
    const may =
      object.may.update &&
      field &&
      isWritable(field) &&
      screenOf(field).Edit &&
      !screenOf(field).ofOne &&
      !screenOf(field).roomy
    if (may) setEditing(place)
    else say.failed(t('cell.locked', { name: label(field?.label, name) }))
  }
  const keys = useGridKeys({
    rows: items.length,
    columns: columns.length,
    page: Math.max(Math.floor((box.current?.clientHeight ?? 700) / rowPx) - 2, 1),
    onPick: (from, to) => onPick(new Set(ids(from, to))),
    onToggle: (row) => toggle(row),
    onOpen: (row) =>
      void navigate({ to: '/o/$object/$id', params: { object: object.name, id: items[row]!.id } }),
    onEdit: edit,
    onClear: () => onPick(new Set()),
    onAll: () => onPick(new Set(items.map(({ id }) => id))),
  })
  const toggle = (row: number, shift = false) => {
    const some = shift ? ids(lastPicked.current, row) : [items[row]!.id]
    lastPicked.current = row
    const next = new Set(picked)
    const add = shift || !picked.has(items[row]!.id)
    for (const id of some)
      if (add) next.add(id)
      else next.delete(id)
    onPick(next)
  }
  useInSight(box, keys.at?.row, rowPx)
  const back = () => {
    setEditing(undefined)
    box.current?.querySelector('table')?.focus({ preventScroll: true })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const command = event.ctrlKey || event.metaKey
    const typing = event.target instanceof HTMLElement && event.target.matches('input, textarea')
    if (command && !typing && event.key.toLowerCase() === 'z') {
      event.preventDefault()
      void cells.undo()
    } else if (command && !typing && event.key.toLowerCase() === 'd' && keys.at && picked.size > 1) {
      event.preventDefault()
      const name = columns[keys.at.column]!.name
      cells
        .fill(
          items.filter(({ id }) => picked.has(id)),
          name,
        )
        .catch((error: unknown) => say.failed(asProblem(error).message))
    } else keys.onKeyDown(event)
  }
  const paste = usePaste({ object, columns, items }, editing ? undefined : keys.at)
  return {
    at: keys.at,
    editing,
    onKeyDown,
    ...paste,
    ofRow: {
      onToggle: (row: number, event: MouseEvent) => toggle(row, event.shiftKey),
      onGo: (row: number, column: number, shift: boolean) => keys.go({ row, column }, shift),
      onEdit: (row: number, column: number) => edit({ row, column }),
      onLeave: back,
      onSave: async (row: number, name: string, value: unknown, then: 'stay' | 'next') => {
        await cells.save(items[row]!, name, value)
        back()
        if (then === 'next' && keys.at) keys.go({ row: row + 1, column: keys.at.column })
      },
    },
  }
}

/** Rows that one paste may bring; more come by a sheet. */
const pastedMax = 2000

/** What is pasted onto a cell: rows from it downwards, columns from it to the right. */
function usePaste(
  { object, columns, items }: Pick<Table, 'object' | 'columns' | 'items'>,
  at: Place | undefined,
) {
  const t = useWords()
  const say = useSay()
  const [pasting, setPasting] = useState<Pasting>()
  const onPaste = (event: ClipboardEvent) => {
    if (!at || (event.target as HTMLElement).matches('input, textarea')) return
    const text = event.clipboardData.getData('text/plain')
    if (!text.trim()) return
    event.preventDefault()
    if (!object.may.update) return say.failed(t('paste.not_allowed'))
    const block = parseBlock(text)
    if (block.length > pastedMax) return say.failed(t('paste.too_many', { n: pastedMax }))
    setPasting({
      block,
      items: items.slice(at.row, at.row + block.length),
      columns: columns.slice(at.column).map(({ name }) => name),
    })
  }
  return { pasting, onPaste, endPaste: () => setPasting(undefined) }
}

/** The row one stands on is never out of sight, nor under the head. */
function useInSight(
  box: { readonly current: HTMLDivElement | null },
  row: number | undefined,
  rowPx: number,
): void {
  useEffect(() => {
    const element = box.current
    if (!element || row === undefined) return
    const head = element.querySelector('thead')?.clientHeight ?? rowPx
    const top = row * rowPx
    if (top < element.scrollTop) element.scrollTo({ top })
    const below = top + rowPx + head - element.clientHeight
    if (below > element.scrollTop) element.scrollTo({ top: below })
  }, [box, row, rowPx])
}
