import { Link } from '@tanstack/react-router'
import { memo, type MouseEvent } from 'react'
import { titleOf, type AnyField, type AnyRow, type ScreenObject } from '../ground/definitions.ts'
import type { Titles } from '../ground/records.ts'
import { useWords } from '../words/words.ts'
import { CellEdit } from './CellEdit.tsx'
import { isRight, type DrawnColumn } from './listColumns.ts'
import { Value } from './Value.tsx'

export interface RowProps {
  readonly item: AnyRow
  readonly row: number
  readonly object: ScreenObject
  readonly fields: Readonly<Record<string, AnyField>>
  readonly columns: readonly DrawnColumn[]
  readonly titles: Titles
  readonly picked: boolean
  /** Column one stands on, where it is this row. */
  readonly active: number | undefined
  /** Column that is being typed into. */
  readonly editing: number | undefined
  readonly onToggle: (row: number, event: MouseEvent) => void
  readonly onGo: (row: number, column: number, shift: boolean) => void
  readonly onEdit: (row: number, column: number) => void
  readonly onSave: (row: number, name: string, value: unknown, then: 'stay' | 'next') => Promise<void>
  readonly onLeave: () => void
}

/** Id of the element of a cell, for whoever reads the table without seeing it. */
export const cellId = (id: string, column: number) => `cell-${id}-${column}`

/** One record of the list; a cell that is typed into keeps its place. */
export const ListRow = memo(function ListRow(props: RowProps) {
  const { item, row, object, fields, columns, titles, picked, active, editing } = props
  const t = useWords()
  const title = titleOf(object, item)
  const own = object.title ?? 'number'
  const linked = columns.some(({ name }) => name === own) ? own : columns[0]?.name
  return (
    <tr
      data-id={item.id}
      aria-rowindex={row + 2}
      aria-selected={picked}
      className={
        [picked ? 'picked' : '', active === undefined ? '' : 'current'].join(' ').trim() || undefined
      }
    >
      <td className="pick pinned" style={{ left: 0 }}>
        <input
          type="checkbox"
          aria-label={t('list.pick', { title })}
          checked={picked}
          onClick={(event) => props.onToggle(row, event)}
          onChange={() => {}}
        />
      </td>
      {columns.map(({ name, left }, at) => (
        <td
          key={name}
          id={cellId(item.id, at)}
          className={
            [
              isRight(fields[name]!) ? 'right' : '',
              left === undefined ? '' : 'pinned',
              active === at ? 'active' : '',
            ]
              .filter(Boolean)
              .join(' ') || undefined
          }
          style={left === undefined ? undefined : { left }}
          data-column={name}
          onClick={(event) => props.onGo(row, at, event.shiftKey)}
          onDoubleClick={() => props.onEdit(row, at)}
        >
          {editing === at ? (
            <CellEdit
              name={name}
              field={fields[name]!}
              item={item}
              titles={titles}
              onSave={(value, then) => props.onSave(row, name, value, then)}
              onLeave={props.onLeave}
            />
          ) : name === linked ? (
            <Link to="/o/$object/$id" params={{ object: object.name, id: item.id }} tabIndex={-1}>
              {name === object.title ? (
                title
              ) : (
                <Value
                  field={fields[name]!}
                  value={item[name] ?? title}
                  record={item}
                  titles={titles}
                  compact
                />
              )}
            </Link>
          ) : (
            <Value field={fields[name]!} value={item[name]} record={item} titles={titles} compact />
          )}
        </td>
      ))}
      <td className="rest" aria-hidden />
    </tr>
  )
})
