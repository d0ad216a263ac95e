import { screenOf } from '../fields/kinds.ts'
import { choicesOf } from '../fields/choice.tsx'
import { pipelinesFor, type AnyField, type ScreenObject } from '../ground/definitions.ts'
import type { Titles } from '../ground/records.ts'
import { useScreens } from '../ground/session.ts'
import { useLabel, useWords } from '../words/words.ts'
import { filterShape, type Filter } from './where.ts'

export interface Option {
  readonly value: string
  readonly label: string
}

/** The choices of a field, or the stages of the object's pipelines. */
export function useOptions(object: ScreenObject, field: AnyField): readonly Option[] {
  const label = useLabel()
  const screens = useScreens()
  if (!screenOf(field).stages)
    return Object.entries(choicesOf(field)).map(([value, text]) => ({ value, label: label(text, value) }))
  const stages = new Map(
    pipelinesFor(screens, object.name)
      .flatMap((pipeline) => pipeline.stages)
      .map((stage) => [stage.name, label(stage.label, stage.name)]),
  )
  return [...stages].map(([value, text]) => ({ value, label: text }))
}

/** A filter in a few words, for its pill. */
export function useFilterText(
  object: ScreenObject,
  name: string,
  field: AnyField,
  filter: Filter | undefined,
  titles: Titles,
): string {
  const t = useWords()
  const options = useOptions(object, field)
  if (!filter) return ''
  if (filter.empty) return t('list.is_empty')
  if (filter.is !== undefined) return t(filter.is ? 'field.yes' : 'field.no')
  if (filter.has) return filter.has
  if (filter.in)
    return filter.in
      .map((one) =>
        one === 'me'
          ? t('list.me')
          : filterShape(field) === 'choice'
            ? (options.find((option) => option.value === one)?.label ?? one)
            : (titles[one] ?? '…'),
      )
      .join(t('common.comma'))
  return [filter.from, filter.to].map((side) => side ?? '').join(' – ')
}
