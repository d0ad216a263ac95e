import {
  choicesOf,
  feelTypeOf,
  kindOf,
  localClock,
  pipelineFor,
  stageOf,
  type Address,
  type AnyRow,
  type Choices,
  type Definitions,
  type Field,
  type ObjectDef,
} from '../../model/index.ts'
import type { SheetCell, SheetColumn } from '../documents/sheets.ts'

export interface CellContext {
  readonly titles: Readonly<Record<string, string>>
  readonly language: 'zh' | 'en'
  readonly zone: string
  readonly record: AnyRow
  readonly definitions: Definitions
  readonly object: ObjectDef
  readonly name: string
}

/**
 * A stored value as people read it in a sheet, and as an import reads it back: names for ids, labels for
 * choices, the company's clock for moments.
 */
export function cellOf(field: Field, value: unknown, context: CellContext): SheetCell {
  if (value === null || value === undefined) return null
  if (kindOf(field).target)
    return [value]
      .flat()
      .map((id) => context.titles[id as string] ?? '')
      .filter(Boolean)
      .join('；')
  if (context.name === 'stage' && !context.object.fields.stage) return stageLabel(value as string, context)
  if (choicesOf(field).length > 0)
    return [value]
      .flat()
      .map((one) => choiceLabel(field, one as string, context.language))
      .join('；')
  const type = feelTypeOf(field)
  if (type === 'datetime') return clockText(value as string, context.zone)
  if (type === 'boolean') return context.language === 'en' ? (value ? 'yes' : 'no') : value ? '是' : '否'
  if (type === 'context')
    return (['province', 'city', 'county', 'detail'] as const)
      .map((part) => (value as Address)[part] ?? '')
      .join('')
  if (type === 'list') return (value as readonly unknown[]).join('；')
  return String(value)
}

/** Numbers and dates become real ones; text stays text, whatever it looks like. */
export function columnFor(field: Field): Pick<SheetColumn, 'kind'> {
  const type = kindOf(field).target ? 'string' : feelTypeOf(field)
  return { kind: type === 'number' ? 'number' : type === 'date' ? 'date' : 'text' }
}

/** Headers that import reads back: the label, with the API name behind it where two fields have the same. */
export function headersOf(
  fields: readonly (readonly [string, Field])[],
  language: 'zh' | 'en',
): readonly string[] {
  const labels = fields.map(
    ([name, field]) => (language === 'en' ? (field.label?.en ?? field.label?.zh) : field.label?.zh) ?? name,
  )
  return labels.map((label, i) =>
    labels.indexOf(label) === labels.lastIndexOf(label) ? label : `${label} (${fields[i]![0]})`,
  )
}

function choiceLabel(field: Field, name: string, language: 'zh' | 'en'): string {
  const label = (field as { choices?: Choices }).choices?.[name]
  return (language === 'en' ? label?.en : undefined) ?? label?.zh ?? name
}

function stageLabel(stage: string, { definitions, object, record, language }: CellContext): string {
  const pipeline = pipelineFor(definitions, object.name, record.pipeline)
  const label = pipeline && stageOf(pipeline, stage)?.label
  return (language === 'en' ? label?.en : undefined) ?? label?.zh ?? stage
}

/** `2026-11-23 08:30:00` by the company's clock, with milliseconds only where there are any. */
function clockText(moment: string, zone: string): string {
  const { date, milliseconds } = localClock(new Date(moment), zone)
  const time = new Date(milliseconds).toISOString().slice(11, 23)
  return `${date} ${time.endsWith('.000') ? time.slice(0, 8) : time}`
}
