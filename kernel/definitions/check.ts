import {
  checkDecision,
  checkProcess,
  compileToSql,
  ExpressionError,
  expressionOf,
  fieldKinds,
  kindOf,
  parseExpression,
  processNames,
  refuse,
  runsAlone,
  startOf,
  termFault,
  typeOf,
  type Definitions,
  type Grant,
  type Label,
  type ObjectDef,
  type Overlay,
  type Process,
  type Surroundings,
} from '../../model/index.ts'
import { callerValues } from '../access/grants.ts'
import { systemActor } from '../workspace/workspace.ts'
import { checkDoors, checkProtection, checkTold } from './checkProtection.ts'
import { checkReport } from './checkReport.ts'
import { checkShape } from './checkShape.ts'
import { scopeFor } from './scopeFor.ts'
import { storedFields } from './stored.ts'

/**
 * Every name and every expression of the merged definitions, before they count. The refusal names the place.
 */
export function checkDefinitions(
  definitions: Definitions,
  workspace: { readonly name: string },
  changed?: Overlay,
): void {
  if (changed) checkShape(definitions, changed, wrong)
  if (changed?.kind === 'object') checkNames(changed, definitions)
  for (const object of Object.values(definitions.objects)) checkFields(object)
  if (changed?.kind === 'object' && definitions.objects[changed.name])
    checkTold(definitions.objects[changed.name]!, wrong)
  for (const object of Object.values(definitions.objects)) checkProtection(object, wrong)
  for (const object of Object.values(definitions.objects)) checkObject(definitions, workspace, object)
  for (const pipeline of Object.values(definitions.pipelines)) {
    if (!definitions.objects[pipeline.object])
      throw wrong(`${pipeline.name}`, {
        zh: `对象“${pipeline.object}”不存在`,
        en: `object "${pipeline.object}" does not exist`,
      })
    for (const stage of pipeline.stages)
      for (const criterion of [...(stage.exit ?? []), ...(stage.entry ?? [])])
        checkCondition(
          definitions,
          workspace,
          pipeline.object,
          criterion.condition,
          `${pipeline.name}.${stage.name}.${criterion.code}`,
        )
  }
  for (const decision of Object.values(definitions.decisions)) checkDecision(decision)
  if (changed?.kind === 'term') checkTerm(definitions, changed)
  for (const process of Object.values(definitions.processes) as readonly Partial<Process>[]) {
    if (!isWhole(process)) {
      // What a company changed of a process that is no longer shipped stands in nobody's way.
      if (changed?.kind !== 'process' || changed.name !== process.name) continue
      throw wrong(process.name ?? 'process', {
        zh: '流程需要名称、对象、开始和节点',
        en: 'a process needs a label, an object, a start and nodes',
      })
    }
    if (!definitions.objects[process.object])
      throw wrong(process.name, {
        zh: `对象“${process.object}”不存在`,
        en: `object "${process.object}" does not exist`,
      })
    const scope = runsAlone(process)
      ? processNames
      : scopeFor(definitions, workspace, process.object, processNames)
    checkProcess(
      process,
      (source) => parseExpression(source, scope),
      surroundingsOf(definitions, workspace, process.object),
    )
  }
  checkHooks(definitions)
  checkDoors(definitions, wrong)
  for (const report of Object.values(definitions.reports)) {
    // What a company changed of a report that is no longer shipped stands in nobody's way.
    const leftOver =
      !report.object && !report.measures && !(changed?.kind === 'report' && changed.name === report.name)
    if (!leftOver) checkReport(definitions, workspace, report, wrong)
  }
}

const isWhole = (process: Partial<Process>): process is Process =>
  Boolean(process.label?.zh && process.object && process.start?.next && process.nodes)

/** What calls a hook must start one process. */
function checkHooks({ processes }: Definitions): void {
  const taken = new Map<string, string>()
  for (const process of Object.values(processes)) {
    const on = startOf(process)
    if (!on || !('webhook' in on)) continue
    const other = taken.get(on.webhook)
    if (other)
      throw wrong(`${process.name}.start.on.webhook`, {
        zh: `Webhook“${on.webhook}”已用于流程“${other}”`,
        en: `the hook "${on.webhook}" starts the process "${other}" already`,
      })
    taken.set(on.webhook, process.name)
  }
}

function surroundingsOf(
  definitions: Definitions,
  workspace: { readonly name: string },
  name: string,
): Surroundings {
  const scope = scopeFor(definitions, workspace, name)
  return {
    fields: storedFields(definitions.objects[name]!, definitions),
    parseOutside: (source) => parseExpression(source, processNames),
    parseFilter(source) {
      const expression = parseExpression(source, scope)
      if (!['boolean', 'any'].includes(typeOf(expression, scope)))
        throw refuse('where_not_a_condition', { zh: '应为真假判断', en: 'it must be true or false' })
      return compileToSql(expression, {
        scope,
        base: 't',
        parameters: callerValues(systemActor('process')),
        now: new Date(0),
        zone: 'UTC',
      })
    },
    isCollective: (action) =>
      Object.hasOwn(definitions.actions[name] ?? {}, action)
        ? Boolean(definitions.actions[name]![action]!.collective)
        : undefined,
  }
}

/** A company says what a term is worth and who may say so; what it means stays as shipped. */
function checkTerm({ terms, roles }: Definitions, { name, body }: Overlay): void {
  const foreign = Object.keys(body).find((key) => key !== 'value' && key !== 'edited_by')
  if (foreign)
    throw wrong(`${name}.${foreign}`, {
      zh: '条款只能修改数值和可修改的角色',
      en: 'of a term only the value and who may change it are changed',
    })
  const term = terms[name]
  if (!term?.unit) throw wrong(name, { zh: '没有这个条款', en: 'there is no such term' })
  const stranger = term.edited_by.find((role) => !Object.hasOwn(roles, role))
  if (stranger !== undefined)
    throw wrong(`${name}.edited_by`, { zh: `没有角色“${stranger}”`, en: `there is no role "${stranger}"` })
  const fault = termFault(term, term.value)
  if (fault) throw wrong(`${name}.value`, fault, term.label)
}

/** Fields that a company adds begin with `x_`, so that no upgrade ever brings one of the same name. */
function checkNames({ name, body }: Overlay, definitions: Definitions): void {
  const shipped = definitions.objects[name]?.module
  for (const field of Object.keys((body.fields as object | undefined) ?? {})) {
    const own = (body.fields as Record<string, { type?: string } | null>)[field]
    if (shipped && own?.type && !field.startsWith('x_'))
      throw wrong(`${name}.${field}`, {
        zh: '新增字段的名称应以“x_”开头',
        en: 'the name of an added field begins with "x_"',
      })
    if (!/^[a-z][a-z0-9_]{0,39}$/.test(field))
      throw wrong(`${name}.${field}`, {
        zh: '名称应为小写字母开头的字母、数字和下划线，最长40位',
        en: 'a name is lower-case letters, digits and underscores, at most 40',
      })
  }
}

/**
 * Kinds and their options, of every object before any expression is read: what an expression may name follows
 * from them.
 */
function checkFields(object: ObjectDef): void {
  if (!object.label?.zh || typeof object.fields !== 'object')
    throw wrong(object.name, { zh: '对象需要名称和字段', en: 'an object needs a label and fields' })
  for (const [name, field] of Object.entries(object.fields)) {
    const place = `${object.name}.${name}`
    if (!Object.hasOwn(fieldKinds, field.type))
      throw wrong(place, { zh: `没有“${field.type}”这种字段`, en: `there is no field kind "${field.type}"` })
    const fault = kindOf(field).fault?.(field)
    if (fault) throw wrong(place, fault)
  }
}

function checkObject(
  definitions: Definitions,
  workspace: { readonly name: string },
  object: ObjectDef,
): void {
  for (const [name, field] of Object.entries(object.fields)) {
    const place = `${object.name}.${name}`
    if (feelWords.has(name))
      throw wrong(place, {
        zh: `“${name}”是表达式中的保留字，不能作字段名`,
        en: `"${name}" is a word of the expression language and cannot name a field`,
      })
    const target = kindOf(field).target?.(field)
    // What is shipped may point at a module that this company has not switched on.
    const own = name.startsWith('x_') || !object.module
    if (own && target && !definitions.objects[target])
      throw wrong(place, { zh: `对象“${target}”不存在`, en: `object "${target}" does not exist` })
    if (field.imported_as !== undefined)
      checkCondition(definitions, workspace, object.name, field.imported_as, place)
    if (['formula', 'rollup'].includes(field.type))
      checkCondition(definitions, workspace, object.name, expressionOf(field), place)
  }
  checkColumns(object)
  if ('inherit' in object.access) return
  for (const [role, grant] of Object.entries(object.access as Readonly<Record<string, Grant>>))
    for (const scope of [grant.read, grant.update, grant.delete])
      if (typeof scope === 'string' && !['own', 'department', 'department_below', 'all'].includes(scope))
        checkCondition(definitions, workspace, object.name, scope, `${object.name}.access.${role}`)
}

/**
 * Wherever an object names columns of its own, they are there: lists, forms, titles, sorts and indexes are
 * built from these names.
 */
function checkColumns(object: ObjectDef): void {
  const named: readonly (readonly [string, string])[] = [
    ...[
      ...(object.list?.columns ?? []),
      ...(object.form?.flat() ?? []),
      ...Object.values(object.card ?? {}),
    ].map((column) => ['list', column] as const),
    ...(object.list?.filters ?? []).map((column) => ['list.filters', column] as const),
    ...(object.list?.sort === undefined ? [] : [['list.sort', object.list.sort.replace(/^-/, '')] as const]),
    ...(object.title === undefined ? [] : [['title', object.title] as const]),
    ...(object.indexes ?? []).flat().map((column) => ['indexes', column] as const),
    ...('inherit' in object.access ? [['access.inherit', object.access.inherit as string] as const] : []),
  ]
  for (const [place, column] of named)
    if (typeof column !== 'string' || (!Object.hasOwn(object.fields, column) && !builtIn.has(column)))
      throw wrong(`${object.name}.${place}`, {
        zh: `“${String(column)}”不是字段`,
        en: `"${String(column)}" is not a field`,
      })
}

/** FEEL reads these as its own words, so that no condition could name such a field. */
const feelWords = new Set([
  'function',
  'if',
  'then',
  'else',
  'for',
  'return',
  'some',
  'every',
  'satisfies',
  'in',
  'and',
  'or',
  'not',
  'between',
  'instance',
  'of',
  'true',
  'false',
  'null',
  'external',
])

const builtIn = new Set([
  'id',
  'number',
  'version',
  'created_at',
  'updated_at',
  'created_by',
  'owner',
  'department',
  'stage',
  'stage_since',
  'pipeline',
])

function checkCondition(
  definitions: Definitions,
  workspace: { readonly name: string },
  object: string,
  source: string,
  place: string,
): void {
  try {
    parseExpression(source, scopeFor(definitions, workspace, object))
  } catch (error) {
    if (error instanceof ExpressionError) throw wrong(place, error.sentence)
    throw error
  }
}

/** A refusal that names the place, by what people call it where it has a name of theirs. */
const wrong = (place: string, what: Label, called: Label = { zh: place }) => {
  const sentence = { zh: `${called.zh}：${what.zh}`, en: `${called.en ?? called.zh}: ${what.en ?? what.zh}` }
  return refuse('definition_wrong', sentence, { field: place })
}
