import type { PointerEvent } from 'react'
import type { AnyField } from '../ground/definitions.ts'
import { MenuButton, type MenuItem } from '../ground/MenuButton.tsx'
import { useLabel, useWords } from '../words/words.ts'
import {
  isGrouping,
  isRight,
  movedColumn,
  pinnedUpTo,
  withColumn,
  withoutColumn,
  type DrawnColumn,
} from './listColumns.ts'
import { narrowest, widest } from './views.ts'
import type { ListState } from './where.ts'

interface Props {
  readonly column: DrawnColumn
  readonly columns: readonly DrawnColumn[]
  readonly field: AnyField
  readonly sort: string | undefined
  readonly sortable: boolean
  readonly onChange: (part: Partial<ListState>) => void
}

/** The head of a column: its name, which way it is sorted, what can be done with it, and its edge to pull. */
export function ListHeading({ column, columns, field, sort, sortable, onChange }: Props) {
  const t = useWords()
  const label = useLabel()
  const { name, width, left } = column
  const direction = sort === name ? 'ascending' : sort === `-${name}` ? 'descending' : undefined
  const text = label(field.label, name)
  const resize = (next: number) =>
    onChange({
      cols: withColumn(columns, name, { width: Math.round(Math.min(Math.max(next, narrowest), widest)) }),
    })
  return (
    <th
      scope="col"
      aria-sort={direction}
      className={[isRight(field) ? 'right' : '', left === undefined ? '' : 'pinned']
        .filter(Boolean)
        .join(' ')}
      style={left === undefined ? undefined : { left }}
      data-column={name}
    >
      <span className="heading">
        {sortable ? (
          <button
            type="button"
            className="sort"
            title={text}
            onClick={() => onChange({ sort: direction === 'descending' ? name : `-${name}` })}
          >
            {text}
            <span aria-hidden>
              {direction === 'ascending' ? ' ↑' : direction === 'descending' ? ' ↓' : ''}
            </span>
          </button>
        ) : (
          <span className="sort" title={text}>
            {text}
          </span>
        )}
        <MenuButton
          look="column-menu"
          label={t('column.menu', { name: text })}
          side={isRight(field) ? 'right' : 'left'}
          groups={[{ key: name, items: useItems({ column, columns, field, sort, sortable, onChange }) }]}
        >
          ▾
        </MenuButton>
      </span>
      <span
        role="separator"
        aria-orientation="vertical"
        aria-label={t('column.resize', { name: text })}
        aria-valuenow={width}
        aria-valuemin={narrowest}
        aria-valuemax={widest}
        tabIndex={0}
        className="edge"
        onPointerDown={(event) => pull(event, width, resize)}
        onKeyDown={(event) => {
          // The arrows pull the edge here, and do not walk the table.
          event.stopPropagation()
          if (event.key === 'ArrowRight') resize(width + 16)
          if (event.key === 'ArrowLeft') resize(width - 16)
        }}
      />
    </th>
  )
}

function useItems({ column, columns, field, sortable, onChange }: Props): readonly MenuItem[] {
  const t = useWords()
  const { name } = column
  const at = columns.findIndex((one) => one.name === name)
  const cols = (next: string) => () => onChange({ cols: next })
  const last = columns.filter(({ pinned }) => pinned).length - 1
  return [
    ...(sortable
      ? [
          { key: 'down', label: t('column.descending'), onClick: () => onChange({ sort: `-${name}` }) },
          { key: 'up', label: t('column.ascending'), onClick: () => onChange({ sort: name }) },
        ]
      : []),
    ...(isGrouping(name, field)
      ? [{ key: 'group', label: t('column.group'), onClick: () => onChange({ group: name }) }]
      : []),
    ...(at > 0
      ? [{ key: 'left', label: t('column.left'), onClick: cols(movedColumn(columns, name, -1)) }]
      : []),
    ...(at < columns.length - 1
      ? [{ key: 'right', label: t('column.right'), onClick: cols(movedColumn(columns, name, 1)) }]
      : []),
    {
      key: 'pin',
      label: t(at === last ? 'column.unpin' : 'column.pin'),
      onClick: cols(pinnedUpTo(columns, name)),
    },
    ...(columns.length > 1
      ? [{ key: 'hide', label: t('column.hide'), onClick: cols(withoutColumn(columns, name)) }]
      : []),
  ]
}

/** The edge follows the pointer; the width counts when it is let go, so that one pull is one change. */
function pull(event: PointerEvent<HTMLElement>, width: number, onEnd: (width: number) => void): void {
  event.preventDefault()
  const edge = event.currentTarget
  const start = event.clientX
  edge.setPointerCapture(event.pointerId)
  const move = (moved: globalThis.PointerEvent) =>
    edge.style.setProperty('transform', `translateX(${moved.clientX - start}px)`)
  const end = (ended: globalThis.PointerEvent) => {
    edge.removeEventListener('pointermove', move)
    edge.style.removeProperty('transform')
    if (ended.clientX !== start) onEnd(width + ended.clientX - start)
  }
  edge.addEventListener('pointermove', move)
  edge.addEventListener('pointerup', end, { once: true })
  edge.addEventListener('pointercancel', () => edge.removeEventListener('pointermove', move), { once: true })
}
