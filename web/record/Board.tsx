import { HolderOutlined } from '@ant-design/icons'
import {
  DndContext,
  KeyboardSensor,
  PointerSensor,
  TouchSensor,
  useDraggable,
  useDroppable,
  useSensor,
  useSensors,
  type DragEndEvent,
} from '@dnd-kit/core'
import { useQueries, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Stage } from '../../model/pipeline.ts'
import { isEmpty } from '../fields/screen.ts'
import { fieldsOf, pipelineOf, titleOf, type AnyRow, type ScreenObject } from '../ground/definitions.ts'
import { asProblem } from '../ground/problem.ts'
import { fewQuery, forget, runAction, type Page } from '../ground/records.ts'
import { useSay } from '../ground/say.tsx'
import { useScreens } from '../ground/session.ts'
import { useLabel, useWords } from '../words/words.ts'
import { cardColumns, columnsOf } from './columns.ts'
import { Value } from './Value.tsx'
import { quoted } from './where.ts'

const perStage = 30

/** Records by stage. A card dropped on a stage that will not have it goes back, and the reason is said. */
export default function Board({
  object,
  where,
}: {
  readonly object: ScreenObject
  readonly where: string | undefined
}) {
  const t = useWords()
  const client = useQueryClient()
  const say = useSay()
  const screens = useScreens()
  const pipeline = pipelineOf(screens, object.name)
  const stages = pipeline?.stages ?? []
  const lists = useQueries({
    queries: stages.map((stage) =>
      fewQuery(
        object.name,
        {
          where: [`stage = ${quoted(stage.name)}`, ...(where ? [`(${where})`] : [])].join(' and '),
          limit: perStage,
        },
        true,
      ),
    ),
  })
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 6 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 200, tolerance: 8 } }),
    useSensor(KeyboardSensor),
  )

  async function drop({ active, over }: DragEndEvent) {
    const from = (active.data.current as { stage?: string } | undefined)?.stage
    if (!over || over.id === from) return
    try {
      await runAction(
        object.name,
        String(active.id),
        'move_stage',
        { to: String(over.id) },
        crypto.randomUUID(),
      )
      say.done(t('stage.moved', { stage: '' }))
    } catch (error) {
      const { message: sentence, missing } = asProblem(error)
      say.ask({
        title: sentence,
        only: true,
        more:
          missing.length > 0 ? (
            <ul className="missing">
              {missing.map(({ code, detail }) => (
                <li key={code}>{detail}</li>
              ))}
            </ul>
          ) : undefined,
      })
    }
    forget(client, object.name, String(active.id))
  }
  return (
    <DndContext sensors={sensors} onDragEnd={(event) => void drop(event)}>
      <div className="board" tabIndex={0} role="region" aria-label={t('list.as_board')}>
        {stages.map((stage, at) => (
          <Column key={stage.name} stage={stage} object={object} page={lists[at]?.data} />
        ))}
      </div>
    </DndContext>
  )
}

function Column({
  stage,
  object,
  page,
}: {
  readonly stage: Stage
  readonly object: ScreenObject
  readonly page: Page | undefined
}) {
  const t = useWords()
  const label = useLabel()
  const { setNodeRef, isOver } = useDroppable({ id: stage.name })
  return (
    <section
      ref={setNodeRef}
      className={isOver ? 'board-column over' : 'board-column'}
      data-stage={stage.name}
      aria-label={label(stage.label, stage.name)}
    >
      <h2>
        {label(stage.label, stage.name)}{' '}
        <span className="quiet">{page?.count_capped ? '1000+' : page?.count}</span>
      </h2>
      {page?.items.map((item) => (
        <Card key={item.id} item={item} object={object} page={page} />
      ))}
      {page?.next && (
        <Link
          to="/o/$object"
          params={{ object: object.name }}
          search={{ f: { stage: { in: [stage.name] } } } as never}
        >
          {t('related.all')}
        </Link>
      )}
    </section>
  )
}

function Card({
  item,
  object,
  page,
}: {
  readonly item: AnyRow
  readonly object: ScreenObject
  readonly page: Page
}) {
  const screens = useScreens()
  const fields = fieldsOf(screens, object)
  const t = useWords()
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, isDragging } = useDraggable({
    id: item.id,
    data: { stage: item.stage },
  })
  const facts = cardColumns(columnsOf(object, fields), object.title).filter((name) => !isEmpty(item[name]))
  return (
    <article
      ref={setNodeRef}
      {...listeners}
      className={isDragging ? 'board-card dragging' : 'board-card'}
      data-id={item.id}
      style={transform ? { transform: `translate(${transform.x}px, ${transform.y}px)` } : undefined}
    >
      <span className="card-title">
        <Link to="/o/$object/$id" params={{ object: object.name, id: item.id }} draggable={false}>
          {titleOf(object, item)}
        </Link>
        <button
          type="button"
          ref={setActivatorNodeRef}
          {...attributes}
          className="handle"
          aria-label={t('list.drag', { title: titleOf(object, item) })}
        >
          <HolderOutlined />
        </button>
      </span>
      <span className="card-facts">
        {facts.map((name) => (
          <span key={name}>
            <Value field={fields[name]!} value={item[name]} record={item} titles={page.titles} compact />
          </span>
        ))}
      </span>
    </article>
  )
}
