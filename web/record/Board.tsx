import {
  DndContext,
  KeyboardSensor,
  PointerSensor,
  TouchSensor,
  useDroppable,
  useSensor,
  useSensors,
  type DragEndEvent,
} from '@dnd-kit/core'
import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Stage } from '../../model/pipeline.ts'
import { fieldsOf, pipelineOf, type AnyRow, type ScreenObject } from '../ground/definitions.ts'
import { asProblem, type Problem } from '../ground/problem.ts'
import { fewQuery, forget, groupsQuery, runAction, type Groups, type Page } from '../ground/records.ts'
import { useSay } from '../ground/say.tsx'
import { useScreens } from '../ground/session.ts'
import { useLabel, useWords } from '../words/words.ts'
import { BoardCard } from './BoardCard.tsx'
import { cardFields } from './boardFields.ts'
import { RefusedDrop } from './RefusedDrop.tsx'
import { SumText } from './SumLine.tsx'
import { quoted } from './where.ts'

const perStage = 30

interface Refused {
  readonly item: AnyRow
  readonly stage: string
  readonly problem: Problem
}

interface Props {
  readonly object: ScreenObject
  readonly where: string | undefined
}

/**
 * Records by stage, with what each stage comes to. A card dropped on a stage that will not have it goes back,
 * and the reason stands where it was dropped, with the way to what is missing.
 */
export default function Board({ object, where }: Props) {
  const t = useWords()
  const screens = useScreens()
  const stages = pipelineOf(screens, object.name)?.stages ?? []
  const { amount } = cardFields(object, fieldsOf(screens, object))
  const lists = useStages({ object, where }, stages)
  const { data: sums } = useQuery(
    groupsQuery(object.name, { where, by: 'stage', sums: amount ? [amount] : [] }),
  )
  const { drop, refused, dismiss } = useDrop(object)
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 6 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 200, tolerance: 8 } }),
    useSensor(KeyboardSensor),
  )
  return (
    <DndContext sensors={sensors} onDragStart={dismiss} onDragEnd={(event) => void drop(event)}>
      <div className="board" tabIndex={0} role="region" aria-label={t('list.as_board')}>
        {stages.map((stage, at) => (
          <Column
            key={stage.name}
            {...{ stage, object, amount, sums }}
            page={lists[at]?.data}
            refused={refused?.stage === stage.name ? refused : undefined}
            onDismiss={dismiss}
          />
        ))}
      </div>
    </DndContext>
  )
}

/** The first cards of every stage. */
const useStages = ({ object, where }: Props, stages: readonly Stage[]) =>
  useQueries({
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

/** Moves what is dropped; a refusal is kept beside the stage that refused. */
function useDrop(object: ScreenObject) {
  const t = useWords()
  const label = useLabel()
  const say = useSay()
  const client = useQueryClient()
  const screens = useScreens()
  const [refused, setRefused] = useState<Refused>()
  async function drop({ active, over }: DragEndEvent) {
    const { item } = active.data.current as { readonly item: AnyRow }
    const stage = over ? String(over.id) : item.stage
    if (!stage || stage === item.stage) return
    try {
      await runAction(object.name, item.id, 'move_stage', { to: stage }, crypto.randomUUID())
      const { label: said } =
        pipelineOf(screens, object.name, item.pipeline)?.stages.find((one) => one.name === stage) ?? {}
      say.done(t('stage.moved', { stage: label(said, stage) }))
      setRefused(undefined)
    } catch (error) {
      setRefused({ item, stage, problem: asProblem(error) })
    }
    forget(client, object.name, item.id)
  }
  return { drop, refused, dismiss: () => setRefused(undefined) }
}

interface ColumnProps {
  readonly stage: Stage
  readonly object: ScreenObject
  readonly amount: string | undefined
  readonly sums: Groups | undefined
  readonly page: Page | undefined
  readonly refused: Refused | undefined
  readonly onDismiss: () => void
}

function Column({ stage, object, amount, sums, page, refused, onDismiss }: ColumnProps) {
  const t = useWords()
  const label = useLabel()
  const { setNodeRef, isOver } = useDroppable({ id: stage.name })
  const figures = sums?.groups.find(({ value }) => value === stage.name)
  const rest = (figures?.count ?? 0) - (page?.items.length ?? 0)
  return (
    <section
      ref={setNodeRef}
      className={['board-column', isOver ? 'over' : '', refused ? 'refused' : ''].filter(Boolean).join(' ')}
      data-stage={stage.name}
      aria-label={label(stage.label, stage.name)}
    >
      <header>
        <h2>
          {label(stage.label, stage.name)} <span className="quiet">{figures?.count ?? (sums ? 0 : '')}</span>
        </h2>
        {stage.probability !== undefined && (
          <span className="quiet">{t('board.probability', { n: stage.probability })}</span>
        )}
        {amount && (
          <span className="board-sum" data-testid="stage-sum">
            {figures ? <SumText sum={figures.sums[amount]!} currencies={sums!.currencies} /> : '\u00a0'}
          </span>
        )}
      </header>
      {refused && <RefusedDrop {...refused} object={object} onClose={onDismiss} />}
      {page?.items.map((item) => (
        <BoardCard key={item.id} item={item} object={object} stage={stage} titles={page.titles ?? {}} />
      ))}
      {page?.next && (
        <Link
          to="/o/$object"
          params={{ object: object.name }}
          search={{ v: 'all', f: { stage: { in: [stage.name] } } } as never}
        >
          {rest > 0 ? t('board.more', { n: rest }) : t('related.all')}
        </Link>
      )}
    </section>
  )
}
