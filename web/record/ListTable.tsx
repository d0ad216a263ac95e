import { Button } from 'antd'
import { Suspense } from 'react'
import type { AnyField, AnyRow, ScreenObject } from '../ground/definitions.ts'
import { lazyPart } from '../ground/lazyPart.tsx'
import type { Titles } from '../ground/records.ts'
import { useWords } from '../words/words.ts'
import { useDensity } from './density.ts'
import { pickPx, type DrawnColumn } from './listColumns.ts'
import { ListHeading } from './ListHeading.tsx'
import { cellId, ListRow } from './ListRow.tsx'
import { useGrid } from './useGrid.ts'
import { useWindow } from './useWindow.ts'
import type { ListState } from './where.ts'

const PasteCells = lazyPart(() => import('./PasteCells.tsx'))

export interface RowsProps {
  readonly object: ScreenObject
  readonly fields: Readonly<Record<string, AnyField>>
  readonly items: readonly AnyRow[]
  readonly titles: Titles
  readonly more: boolean
  readonly loading: boolean
  readonly onMore: () => void
}

interface Props extends RowsProps {
  readonly columns: readonly DrawnColumn[]
  readonly sort: string | undefined
  readonly busy: boolean
  readonly picked: ReadonlySet<string>
  readonly onPick: (ids: ReadonlySet<string>) => void
  readonly onChange: (part: Partial<ListState>) => void
}

/**
 * Rows of one height, of which only those in sight are drawn: a hundred pages scroll like one. Driven by
 * keyboard alone; values are typed and pasted where they stand.
 */
export function ListTable(props: Props) {
  const { object, fields, columns, items, titles, more, loading, busy, onMore, picked } = props
  const t = useWords()
  const { rowPx } = useDensity()
  const { box, first, last } = useWindow({
    count: items.length,
    rowPx,
    nearEnd: more && !loading ? onMore : undefined,
  })
  const grid = useGrid(props, box)
  const width = pickPx + columns.reduce((sum, column) => sum + column.width, 0)
  const active = grid.at && items[grid.at.row]
  return (
    <div className="list-box" ref={box}>
      <table
        role="grid"
        className="list-table"
        style={{ minWidth: width }}
        aria-label={t('list.table')}
        aria-busy={busy}
        aria-multiselectable
        aria-rowcount={more ? -1 : items.length + 1}
        aria-activedescendant={active ? cellId(active.id, grid.at!.column) : undefined}
        tabIndex={0}
        onKeyDown={grid.onKeyDown}
        onPaste={grid.onPaste}
      >
        <TableHead {...props} />
        <tbody>
          <Room rows={first} rowPx={rowPx} columns={columns.length + 2} />
          {busy && items.length === 0 && <Skeleton columns={columns.length + 1} />}
          {items.slice(first, last).map((item, i) => (
            <ListRow
              key={item.id}
              {...{ item, object, fields, columns, titles }}
              row={first + i}
              picked={picked.has(item.id)}
              active={grid.at?.row === first + i ? grid.at.column : undefined}
              editing={grid.editing?.row === first + i ? grid.editing.column : undefined}
              {...grid.ofRow}
            />
          ))}
          <Room rows={items.length - last} rowPx={rowPx} columns={columns.length + 2} />
        </tbody>
      </table>
      {more && (
        <div className="list-foot">
          <Button loading={loading} onClick={onMore} data-testid="more">
            {t('list.load_more')}
          </Button>
        </div>
      )}
      {grid.pasting && (
        <Suspense fallback={null}>
          <PasteCells object={object} fields={fields} {...grid.pasting} onClose={grid.endPaste} />
        </Suspense>
      )}
    </div>
  )
}

/** The widths of the columns, and their heads. */
function TableHead({ object, fields, columns, items, sort, picked, onPick, onChange }: Props) {
  const t = useWords()
  const all = items.length > 0 && items.every((item) => picked.has(item.id))
  return (
    <>
      <colgroup>
        <col style={{ width: pickPx }} />
        {columns.map(({ name, width }) => (
          <col key={name} style={{ width }} />
        ))}
        <col />
      </colgroup>
      <thead>
        <tr>
          <th className="pick pinned" style={{ left: 0 }}>
            <input
              type="checkbox"
              aria-label={t('list.pick_all')}
              checked={all}
              onChange={() => onPick(new Set(all ? [] : items.map((item) => item.id)))}
            />
          </th>
          {columns.map((column) => (
            <ListHeading
              key={column.name}
              column={column}
              columns={columns}
              field={fields[column.name]!}
              sort={sort}
              sortable={object.sortable.includes(column.name)}
              onChange={onChange}
            />
          ))}
          <th className="rest" aria-hidden />
        </tr>
      </thead>
    </>
  )
}

/** Where rows out of sight would be. */
const Room = ({ rows, rowPx, columns }: { rows: number; rowPx: number; columns: number }) =>
  rows > 0 ? (
    <tr aria-hidden style={{ height: rows * rowPx }}>
      <td colSpan={columns} />
    </tr>
  ) : null

/** As many rows as will come, so that nothing moves when they do. */
const Skeleton = ({ columns }: { columns: number }) =>
  Array.from({ length: 20 }, (_, row) => (
    <tr key={row} aria-hidden className="skeleton">
      {Array.from({ length: columns }, (__, at) => (
        <td key={at}>{at > 0 && <span />}</td>
      ))}
      <td className="rest" />
    </tr>
  ))
