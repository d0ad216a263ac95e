import { screenOf } from '../fields/kinds.ts'
import type { Label } from '../../model/refuse.ts'
import { pipelineOf, type AnyField, type ScreenObject, type Screens } from '../ground/definitions.ts'
import { textOf, type Language, type Words } from '../words/words.ts'
import { zh, type Word } from '../words/zh.ts'
import { isHouseId } from './formFields.ts'

export interface HouseEvent {
  readonly id: string
  readonly at: string
  readonly name: string
  readonly actor: string | null
  readonly actor_name: string
  readonly cause?: string | null
  readonly payload?: Readonly<Record<string, unknown>>
}

export interface Change {
  readonly name: string
  readonly before: unknown
  readonly after: unknown
}

interface Around {
  readonly object: ScreenObject
  readonly screens: Screens
  readonly language: Language
  readonly t: Words
}

const silent = new Set([
  'stage',
  'pipeline',
  'stage_since',
  'version',
  'updated_at',
  'created_at',
  'created_by',
  'id',
  'number',
  'department',
])

/** What programs keep for themselves nobody reads in a timeline. */
const forPrograms = (field: AnyField, values: readonly unknown[]) =>
  (screenOf(field).forPrograms && !field.instead_of) || values.some((value) => isHouseId(field, value))

/** Fields that an event changed, as far as a person wants to read them. */
export function changesOf(event: HouseEvent, fields: Readonly<Record<string, AnyField>>): readonly Change[] {
  const changes = event.payload?.changes
  if (!changes || typeof changes !== 'object' || event.name.endsWith('.created')) return []
  const retold = new Set(
    Object.keys(changes).flatMap((name) => (fields[name]?.instead_of as string | undefined) ?? []),
  )
  return Object.entries(changes)
    .filter(([name]) => !retold.has(name))
    .flatMap(([name, pair]) =>
      fields[name] && !silent.has(name) && Array.isArray(pair) && !forPrograms(fields[name], pair)
        ? [{ name, before: pair[0] as unknown, after: pair[1] as unknown }]
        : [],
    )
}

/** An event as a sentence without its subject: "把阶段从「洽谈」推进到「报价」". Null: nothing worth a line. */
export function sentenceOf(
  event: HouseEvent,
  fields: Readonly<Record<string, AnyField>>,
  { object, screens, language, t }: Around,
): string | null {
  const verb = event.name.split('.').at(-1) ?? event.name
  const name = textOf(object.label, language) || object.name
  if (verb === 'updated') {
    const changes = changesOf(event, fields)
    return changes.length === 0
      ? null
      : t(event.payload?.computed ? 'event.recomputed' : 'event.updated', {
          fields: changes
            .map((one) => textOf(fields[one.name]!.label, language) || one.name)
            .join(t('common.comma')),
        })
  }
  if (verb === 'stage_changed' || verb === 'stage_replaced')
    return t(`event.${verb}`, {
      from: stageLabel(event.payload?.from),
      to: stageLabel(event.payload?.to),
    })
  if (
    (event.name === 'process.step' && untold.has(stepOf(event.payload))) ||
    retold.test(event.name) ||
    saidBefore(event)
  )
    return null
  // A verb may mean something else for one object: a lead is released to the pool, a work order to the shop;
  // and a step says what it was.
  const word = [`event.${event.name}.${stepOf(event.payload)}`, `event.${event.name}`, `event.${verb}`].find(
    (one) => one in zh,
  )
  if (word) return t(word as Word, { name, ...filling(event.payload, language) })
  const action =
    screens.actions[object.name]?.[verb] ??
    screens.actions[object.name]?.[event.cause?.split('.').at(-1) ?? '']
  return action
    ? t('event.did', { action: textOf(action.label, language) })
    : t('event.did', { action: event.name.replaceAll(/[._]/g, ' ') })

  function stageLabel(stage: unknown): string {
    const pipeline = pipelineOf(screens, object.name, event.payload?.pipeline)
    return textOf(pipeline?.stages.find((one) => one.name === stage)?.label, language) || String(stage ?? '—')
  }
}

/** What a step of a process was, or how it ended; one that failed at no node is a start that was refused. */
const stepOf = (payload: HouseEvent['payload']): string =>
  payload?.what === 'failed' && !payload.node
    ? 'not_started'
    : String(payload?.what ?? payload?.outcome ?? '')

/** Steps that follow from one that is told. */
const untold = new Set(['approved', 'rejected', 'done', 'child_ended', 'signal'])

/** The end of a process, told once more to whoever waits for this one. */
const retold = /^process\.[^.]+\.(approved|rejected|withdrawn)$/

/**
 * What follows from a step that names its person: that the process is over, and that the record was approved
 * by it.
 */
function saidBefore(event: HouseEvent): boolean {
  const outcome = stepOf(event.payload)
  if (event.name === 'process.ended')
    return event.actor !== null && ['rejected', 'withdrawn', 'cancelled'].includes(outcome)
  return (
    event.actor === null &&
    !!event.cause &&
    retold.test(event.cause) &&
    event.name.split('.').at(-1) === event.cause.split('.').at(-1)
  )
}

/** Sentences that have a subject of their own: the customer accepted, the approval is through. */
const impersonal = new Set(['process.ended', 'quote.accepted', 'quote.declined', 'order.accepted'])
/** What time and stock bring about, where no person did it. */
const befalls = new Set([
  'dwelling',
  'overdue',
  'paid',
  'ready',
  'covered',
  'requirements_signed',
  'produced',
  'response_late',
  'due',
  'used',
  'short',
  'unrouted',
])
const happens = new Set(['not_started', 'failed', 'due', 'escalated', 'vacant', 'skipped', 'problem'])

/** Who stands before the sentence; null where it says by itself what happened. */
export function subjectOf(event: HouseEvent, t: Words): string | null {
  // Nobody typed it: it follows from what somebody wrote elsewhere.
  if (event.payload?.computed || event.name === 'computed.loop_cut') return null
  if (event.actor === null && befalls.has(event.name.split('.').at(-1)!)) return null
  if (impersonal.has(event.name) || (event.name === 'process.step' && happens.has(stepOf(event.payload))))
    return null
  return actorText(event, t)
}

/** What somebody said to it, or why it failed. */
export function remarkOf(event: HouseEvent, language: Language): string {
  const remark = event.name === 'process.step' ? event.payload?.comment : undefined
  return typeof remark === 'string'
    ? remark
    : remark && typeof remark === 'object' && 'zh' in remark
      ? textOf(remark as Label, language)
      : ''
}

/** What a payload has to fill into a sentence: its scalars, and its labels in the language of the reader. */
const filling = (payload: HouseEvent['payload'], language: Language): Record<string, string> =>
  Object.fromEntries(
    Object.entries(payload ?? {}).flatMap(([name, value]) => {
      if (typeof value === 'string' || typeof value === 'number') return [[name, String(value)]]
      if (Array.isArray(value) && value.every((one) => typeof one === 'string' || typeof one === 'number'))
        return [[name, value.join(', ')]]
      return value && typeof value === 'object' && 'zh' in value
        ? [[name, textOf(value as Label, language)]]
        : []
    }),
  )

/** People by name; the house's own doings as "system". */
export const actorText = (event: HouseEvent, t: Words): string =>
  event.actor_name.startsWith('system') || (!event.actor && !event.actor_name)
    ? t('event.system')
    : event.actor_name
