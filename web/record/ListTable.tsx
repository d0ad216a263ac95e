import { Link, useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import type { MouseEvent } from 'react'
import { screenOf } from '../fields/kinds.ts'
import { titleOf, type AnyField, type AnyRow, type ScreenObject } from '../ground/definitions.ts'
import type { Titles } from '../ground/records.ts'
import { useLabel, useWords } from '../words/words.ts'
import { useWindow } from './useWindow.ts'
import { Value } from './Value.tsx'

export interface RowsProps {
  readonly object: ScreenObject
  readonly fields: Readonly<Record<string, AnyField>>
  readonly columns: readonly string[]
  readonly items: readonly AnyRow[]
  readonly titles: Titles
  readonly sort: string | undefined
  readonly more: boolean
  readonly loading: boolean
  readonly onMore: () => void
}

interface Props extends RowsProps {
  readonly busy: boolean
  readonly picked: ReadonlySet<string>
  readonly onPick: (ids: ReadonlySet<string>) => void
  readonly onSort: (sort: string) => void
}

const rowPx = 41

/** Rows of one height, of which only those in sight are drawn: a hundred pages scroll like one. */
export function ListTable({
  object,
  fields,
  columns,
  items,
  titles,
  sort,
  more,
  loading,
  busy,
  onMore,
  picked,
  onPick,
  onSort,
}: Props) {
  const t = useWords()
  const { box, first, last } = useWindow({
    count: items.length,
    rowPx,
    nearEnd: more && !loading ? onMore : undefined,
  })
  const all = items.length > 0 && items.every((item) => picked.has(item.id))
  const toggle = (id: string) =>
    onPick(new Set(picked.has(id) ? [...picked].filter((one) => one !== id) : [...picked, id]))
  return (
    <div className="list-box" ref={box} tabIndex={0} role="region" aria-label={t('list.table')}>
      <table className="list-table" aria-busy={busy} aria-rowcount={more ? -1 : items.length}>
        <thead>
          <tr>
            <th className="pick">
              <input
                type="checkbox"
                aria-label={t('list.pick_all')}
                checked={all}
                onChange={() => onPick(new Set(all ? [] : items.map((item) => item.id)))}
              />
            </th>
            {columns.map((name) => (
              <Heading
                key={name}
                name={name}
                field={fields[name]!}
                sort={sort}
                sortable={object.sortable.includes(name)}
                onSort={onSort}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          {first > 0 && (
            <tr aria-hidden style={{ height: first * rowPx }}>
              <td colSpan={columns.length + 1} />
            </tr>
          )}
          {items.slice(first, last).map((item) => (
            <Row
              key={item.id}
              item={item}
              object={object}
              fields={fields}
              columns={columns}
              titles={titles}
              picked={picked.has(item.id)}
              onToggle={() => toggle(item.id)}
            />
          ))}
          {last < items.length && (
            <tr aria-hidden style={{ height: (items.length - last) * rowPx }}>
              <td colSpan={columns.length + 1} />
            </tr>
          )}
        </tbody>
      </table>
      {more && (
        <div className="list-foot">
          <Button loading={loading} onClick={onMore} data-testid="more">
            {t('list.load_more')}
          </Button>
        </div>
      )}
    </div>
  )
}

function Heading({
  name,
  field,
  sort,
  sortable,
  onSort,
}: {
  readonly name: string
  readonly field: AnyField
  readonly sort: string | undefined
  readonly sortable: boolean
  readonly onSort: (sort: string) => void
}) {
  const label = useLabel()
  const direction = sort === name ? 'ascending' : sort === `-${name}` ? 'descending' : undefined
  const text = label(field.label, name)
  return (
    <th scope="col" aria-sort={direction} className={screenOf(field).align} data-column={name}>
      {sortable ? (
        <button
          type="button"
          className="sort"
          onClick={() => onSort(direction === 'descending' ? name : `-${name}`)}
        >
          {text}
          <span aria-hidden>{direction === 'ascending' ? ' ↑' : direction === 'descending' ? ' ↓' : ''}</span>
        </button>
      ) : (
        text
      )}
    </th>
  )
}

interface RowProps extends Pick<RowsProps, 'object' | 'fields' | 'columns' | 'titles'> {
  readonly item: AnyRow
  readonly picked: boolean
  readonly onToggle: () => void
}

function Row({ item, object, fields, columns, titles, picked, onToggle }: RowProps) {
  const t = useWords()
  const navigate = useNavigate()
  const title = titleOf(object, item)
  const linked = columns.includes(object.title ?? 'number') ? (object.title ?? 'number') : columns[0]
  const params = { object: object.name, id: item.id }
  const open = (event: MouseEvent) => {
    if ((event.target as HTMLElement).closest('a, button, input') || getSelection()?.toString()) return
    void navigate({ to: '/o/$object/$id', params })
  }
  return (
    <tr data-id={item.id} onClick={open} className={picked ? 'picked' : undefined}>
      <td className="pick">
        <input type="checkbox" aria-label={t('list.pick', { title })} checked={picked} onChange={onToggle} />
      </td>
      {columns.map((name) => (
        <td key={name} className={screenOf(fields[name]!).align} data-column={name}>
          {name === linked ? (
            <Link to="/o/$object/$id" params={params}>
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
    </tr>
  )
}
