import { HolderOutlined } from '@ant-design/icons'
import { useDraggable } from '@dnd-kit/core'
import { Link } from '@tanstack/react-router'
import type { Stage } from '../../model/pipeline.ts'
import { isEmpty } from '../fields/screen.ts'
import { fieldsOf, titleOf, type AnyRow, type ScreenObject } from '../ground/definitions.ts'
import type { Titles } from '../ground/records.ts'
import { useHouse } from '../ground/session.ts'
import { showMoment } from '../ground/when.ts'
import { useWords } from '../words/words.ts'
import { cardFields, dueOf, dwellOf, riskOf, type Dwell } from './boardFields.ts'
import { cardColumns, columnsOf } from './columns.ts'
import { Value } from './Value.tsx'

interface Props {
  readonly item: AnyRow
  readonly object: ScreenObject
  readonly stage: Stage
  readonly titles: Titles
}

/** A record on the board: how much, what comes next and when, how long it stands here, whose it is. */
export function BoardCard({ item, object, stage, titles }: Props) {
  const t = useWords()
  const { screens, zone } = useHouse()
  const fields = fieldsOf(screens, object)
  const { amount, next, next_at } = cardFields(object, fields)
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, isDragging } = useDraggable({
    id: item.id,
    data: { item },
  })
  const dwell = stage.ends ? undefined : dwellOf(item, stage.dwell_days)
  const due = stage.ends || !next_at ? undefined : dueOf(item[next_at])
  const risk = riskOf(dwell?.level, due)
  const title = titleOf(object, item)
  // Where the definition does not say what a card shows, it shows the first facts of the list.
  const facts = next
    ? []
    : cardColumns(columnsOf(object, fields), object.title).filter(
        (name) => name !== amount && name !== 'owner',
      )
  const show = (name: string) => (
    <Value field={fields[name]!} value={item[name]} record={item} titles={titles} compact />
  )
  return (
    <article
      ref={setNodeRef}
      {...listeners}
      className={['board-card', isDragging ? 'dragging' : '', risk ?? ''].filter(Boolean).join(' ')}
      data-id={item.id}
      style={transform ? { transform: `translate(${transform.x}px, ${transform.y}px)` } : undefined}
    >
      <span className="card-title">
        <Link to="/o/$object/$id" params={{ object: object.name, id: item.id }} draggable={false}>
          {title}
        </Link>
        <button
          type="button"
          ref={setActivatorNodeRef}
          {...attributes}
          className="handle"
          aria-label={t('list.drag', { title })}
        >
          <HolderOutlined />
        </button>
      </span>
      <span className="board-line">
        <strong>{amount && !isEmpty(item[amount]) && show(amount)}</strong>
        {risk && <span className={`mark ${risk}`}>{t(riskWord(dwell, due))}</span>}
      </span>
      {next && (
        <span className="board-line">
          <span className="board-next">
            {isEmpty(item[next]) ? <span className="quiet">{t('board.no_next')}</span> : show(next)}
          </span>
          {next_at && !isEmpty(item[next_at]) && (
            <span className={`nowrap ${due ?? ''}`}>
              {showMoment(String(item[next_at]), zone).slice(5, 16)}
            </span>
          )}
        </span>
      )}
      {facts
        .filter((name) => !isEmpty(item[name]))
        .map((name) => (
          <span key={name} className="quiet">
            {show(name)}
          </span>
        ))}
      <span className="board-line">
        {dwell ? <DwellText dwell={dwell} /> : <span />}
        {!isEmpty(item.owner) && fields.owner && <span className="owner">{show('owner')}</span>}
      </span>
    </article>
  )
}

const riskWord = (dwell: Dwell | undefined, due: string | undefined) =>
  dwell?.level === 'late'
    ? 'board.overstayed'
    : due === 'late'
      ? 'board.overdue'
      : due === 'due'
        ? 'board.due'
        : 'board.overstays_soon'

/** Days in the stage, as a bar against the limit and in words. */
function DwellText({ dwell }: { readonly dwell: Dwell }) {
  const t = useWords()
  const { days, limit, share, level } = dwell
  return (
    <span className={`dwell ${level}`} title={t('board.dwell')}>
      {limit !== undefined && (
        <span className="meter" aria-hidden>
          <i style={{ width: `${Math.round(share * 100)}%` }} />
        </span>
      )}
      {limit === undefined ? t('board.days', { n: days }) : t('board.days_of', { n: days, limit })}
    </span>
  )
}
