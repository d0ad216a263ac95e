import { z } from 'zod'
import {
  belongingFields,
  kindOf,
  protectionOf,
  refuse,
  Refusal,
  saidIn,
  type Choices,
  type Field,
  type Label,
  type ObjectDef,
} from '../../model/index.ts'
import { fieldAccess, type FieldAccess } from '../access/grants.ts'
import type { Tx } from '../workspace/transact.ts'

/**
 * The caller's JSON to stored JSON, field by field. Unknown fields, computed fields and fields the caller may
 * not write are refused by name. All faults are gathered, so that a form hears of them at once.
 */
export function parseFields(
  tx: Tx,
  object: ObjectDef,
  input: Readonly<Record<string, unknown>>,
): { readonly parsed: Record<string, unknown>; readonly faults: readonly Refusal[] } {
  const access = tx.actor.trusted ? null : fieldAccess(tx.definitions, object, tx.actor)
  const parsed: Record<string, unknown> = {}
  const faults: Refusal[] = []
  for (const [name, value] of Object.entries(input)) {
    try {
      const field = writableField(tx, object, name, access)
      if (value !== undefined) parsed[name] = parseValue(name, field, value)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      faults.push(error)
    }
  }
  return { parsed, faults }
}

/** One value of one field; empty text counts as nothing. */
export function parseValue(name: string, field: Field, value: unknown): unknown {
  if (value === null || value === '') return null
  const result = schemaOf(field).safeParse(value)
  if (result.success) return result.data === '' ? null : result.data
  throw fault(name, field, result.error.issues, value)
}

const systemInputs: Readonly<Record<string, Field>> = {
  ...belongingFields,
  pipeline: { type: 'text' },
  stage: { type: 'text' },
}

function writableField(tx: Tx, object: ObjectDef, name: string, access: FieldAccess | null): Field {
  const field = Object.hasOwn(object.fields, name)
    ? object.fields[name]
    : Object.hasOwn(systemInputs, name)
      ? systemInputs[name]
      : undefined
  if (!field || access?.hidden(name)) throw unknownField(object, name)
  if (name === 'stage' && !tx.actor.trusted)
    throw refuse(
      'stage_by_action',
      {
        zh: '阶段只能通过“推进阶段”等操作改变，不能直接修改',
        en: 'The stage changes through actions such as move_stage, not by editing it',
      },
      { field: name },
    )
  const closed = kindOf(field).computed || (field.readonly && !tx.actor.trusted) || access?.readonly(name)
  if (closed)
    throw refuse(
      'field_read_only',
      {
        zh: `“${labelOf(name, field).zh}”由系统填写或您无权修改`,
        en: `"${labelOf(name, field).en}" is filled by the system or not yours to change`,
      },
      { field: name },
    )
  return field
}

const unknownField = (object: ObjectDef, name: string): Refusal =>
  refuse(
    'field_unknown',
    {
      zh: `“${object.label.zh}”没有字段“${name}”`,
      en: `${object.label.en ?? object.name} has no field "${name}"`,
    },
    { field: name, status: 400 },
  )

const schemas = new WeakMap<Field, z.ZodType>()
/**
 * The validator of a field, made once per definition: building one costs more than using it, and a new
 * version brings new fields.
 */
export function schemaOf(field: Field): z.ZodType {
  const known = schemas.get(field)
  if (known) return known
  const made = kindOf(field).schema(field)
  schemas.set(field, made)
  return made
}

/**
 * What people call the field, in both languages, for sentences about it; its API name where it has no label.
 */
export const labelOf = (name: string, field: Field): Required<Label> => ({
  zh: field.label?.zh ?? name,
  en: field.label?.en ?? field.label?.zh ?? name,
})

const [chinese, english] = [z.locales.zhCN().localeError, z.locales.en().localeError]

function fault(name: string, field: Field, issues: readonly z.core.$ZodIssue[], value: unknown): Refusal {
  // The validator leaves out what it was given, and would say that it was given nothing.
  const issue = {
    ...(issues[0] as z.core.$ZodIssue),
    ...(issues[0]!.path.length === 0 ? { input: value } : {}),
  } as z.core.$ZodIssue
  const label = labelOf(name, field)
  const { zh, en } = whatIsWrong(field, issue)
  const given = mayQuote(field) ? shownValue(value) : null
  const [gotZh, gotEn] = given === null ? ['', ''] : [`（填写的是“${given}”）`, ` (given: "${given}")`]
  return refuse(
    'field_invalid',
    { zh: `${label.zh}：${zh}${gotZh}`, en: `${label.en}: ${en}${gotEn}` },
    { field: name, status: 422, data: { kind: field.type } },
  )
}

/** Whether a sentence may repeat a value of the field: sentences are copied, mailed and kept by others. */
export const mayQuote = (field: Field): boolean => protectionOf(field)?.quoted ?? true

/** What was given, as far as it can stand in a sentence. */
function shownValue(value: unknown): string | null {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (typeof value !== 'string') return null
  const text = value.replace(/[\p{Cc}\p{Cs}]/gu, '\ufffd')
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

/**
 * The fault in both languages: the kind's own words where it has some, the choices by their labels, else what
 * the validator says.
 */
function whatIsWrong(field: Field, issue: z.core.$ZodIssue): Required<Label> {
  if (issue.message === 'NUL')
    return {
      zh: '含有无法保存的字符（U+0000 或残缺的代理对）',
      en: 'contains a character that cannot be stored (U+0000 or half a surrogate pair)',
    }
  const { choices } = field as { choices?: Choices }
  if (choices && issue.code === 'invalid_value') {
    const list = (language: (label: Label) => string) =>
      Object.values(choices).map(language).slice(0, 20).join('、')
    return {
      zh: `应为以下之一：${list((label) => label.zh)}`,
      en: `must be one of: ${list((label) => label.en ?? label.zh)}`,
    }
  }
  if (issue.code === 'custom' || issue.message.includes('\u0001'))
    return saidIn(issue.message) as Required<Label>
  const said = (locale: z.core.$ZodErrorMap) => {
    const text = locale(issue as never)
    return (typeof text === 'string' ? text : text?.message) ?? issue.message
  }
  return { zh: said(chinese), en: said(english) }
}
