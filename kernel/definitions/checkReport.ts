import {
  everyoneRole,
  charts,
  grains,
  measureKinds,
  parseExpression,
  typeOf,
  type Definitions,
  type FeelType,
  type Label,
  type ReportDef,
  type Scope,
} from '../../model/index.ts'
import { withStageProbability } from '../../model/index.ts'
import { scopeFor } from './scopeFor.ts'
import { wrong } from './wrong.ts'

const parameterTypes: Readonly<Record<string, FeelType>> = {
  date: 'date',
  moment: 'datetime',
  text: 'string',
  user: 'string',
  department: 'string',
}

/**
 * A report before it counts: every name it has, every expression, every aggregate and grain, so that what
 * runs later looks them up and finds them. Throws a refusal that names a place such as
 * `monthly.measures.amount` and what is wanted there.
 */
export function checkReport(
  definitions: Definitions,
  workspace: { readonly name: string },
  report: ReportDef,
): void {
  const refuseAt = (place: string, what: Required<Label>): never => {
    throw wrong(`${report.name}.${place}`, what)
  }
  if (!definitions.objects[report.object])
    refuseAt('object', {
      zh: `对象“${String(report.object)}”不存在`,
      en: `object "${String(report.object)}" does not exist`,
    })
  if (!Array.isArray(report.groups) || !Array.isArray(report.measures))
    refuseAt('groups', {
      zh: '报表需要分组列表和指标列表',
      en: 'a report needs a list of groups and a list of measures',
    })
  checkColumnNames(report, refuseAt)
  checkAudience(definitions, report, refuseAt)
  const scope = { ...scopeFor(definitions, workspace, report.object), ...parameterScope(report, refuseAt) }
  const typeAt = (place: string, source: unknown): FeelType => {
    if (typeof source !== 'string')
      return refuseAt(place, { zh: '缺少表达式', en: 'an expression is missing' })
    try {
      return typeOf(parseExpression(withStageProbability(definitions, report.object, source), scope), scope)
    } catch (error) {
      const { sentence } = error as { sentence?: Label }
      if (!sentence) throw error
      return refuseAt(place, { zh: sentence.zh, en: sentence.en ?? sentence.zh })
    }
  }
  for (const { name, of, expression } of report.measures) {
    if (!(measureKinds as readonly string[]).includes(of))
      refuseAt(`measures.${name}.of`, {
        zh: `没有“${String(of)}”这种指标，可用：${measureKinds.join('、')}`,
        en: `there is no measure "${String(of)}": take one of ${measureKinds.join(', ')}`,
      })
    if (of === 'count') continue
    const type = typeAt(`measures.${name}.expression`, expression)
    if (['sum', 'avg'].includes(of) && !['number', 'any', 'duration'].includes(type))
      refuseAt(`measures.${name}.expression`, {
        zh: '只有数字才能求和或平均',
        en: 'only numbers have a sum or a mean',
      })
  }
  for (const { name, expression, grain } of report.groups) {
    const type = typeAt(`groups.${name}.expression`, expression)
    if (grain === undefined) continue
    if (!grains.includes(grain))
      refuseAt(`groups.${name}.grain`, {
        zh: `没有“${String(grain)}”这种粒度，可用：${grains.join('、')}`,
        en: `there is no grain "${String(grain)}": take one of ${grains.join(', ')}`,
      })
    if (!['date', 'datetime', 'any'].includes(type))
      refuseAt(`groups.${name}.grain`, {
        zh: '只有日期和时间才有粒度',
        en: 'only a date or a moment has a grain',
      })
  }
  if (report.where !== undefined && !['boolean', 'any'].includes(typeAt('where', report.where)))
    refuseAt('where', { zh: '应为真假判断', en: 'it must be true or false' })
}

type RefuseAt = (place: string, what: Required<Label>) => never

function checkColumnNames(report: ReportDef, refuseAt: RefuseAt): void {
  const taken = new Set<string>()
  for (const [place, { name }] of [
    ...report.groups.map((one) => ['groups', one] as const),
    ...report.measures.map((one) => ['measures', one] as const),
  ]) {
    if (typeof name !== 'string' || !/^[a-z][a-z0-9_]{0,39}$/.test(name))
      refuseAt(place, {
        zh: `名称“${String(name)}”应为小写字母开头的字母、数字和下划线，最长40位`,
        en: `the name "${String(name)}" must be lower-case letters, digits and underscores, at most 40`,
      })
    if (taken.has(name)) refuseAt(place, { zh: `名称“${name}”重复`, en: `the name "${name}" is there twice` })
    taken.add(name)
  }
  const sort = report.sort?.replace(/^-/, '')
  if (sort !== undefined && !taken.has(sort))
    refuseAt('sort', {
      zh: `不能按“${sort}”排序：不是分组也不是指标`,
      en: `cannot sort by "${sort}": it is neither a group nor a measure`,
    })
  const { limit } = report
  if (limit !== undefined && !(Number.isInteger(limit) && limit > 0))
    refuseAt('limit', { zh: '行数应为正整数', en: 'the number of rows must be a whole number above 0' })
}

/** Who may run it and how it is drawn are among what there is. */
function checkAudience({ roles }: Definitions, report: ReportDef, refuseAt: RefuseAt): void {
  const stranger = report.roles?.find((role) => role !== everyoneRole && !Object.hasOwn(roles, role))
  if (stranger !== undefined)
    refuseAt('roles', { zh: `没有角色“${stranger}”`, en: `there is no role "${stranger}"` })
  if (report.chart !== undefined && !(charts as readonly string[]).includes(report.chart))
    refuseAt('chart', {
      zh: `没有“${report.chart}”这种图，可用：${charts.join('、')}`,
      en: `there is no chart "${report.chart}": take one of ${charts.join(', ')}`,
    })
}

function parameterScope(report: ReportDef, refuseAt: RefuseAt): Scope {
  return Object.fromEntries(
    Object.entries(report.parameters ?? {}).map(([name, { type }]) => {
      if (!/^p_[a-z_]{1,38}$/.test(name))
        refuseAt(`parameters.${name}`, {
          zh: '参数名称应以“p_”开头，只含小写字母和下划线',
          en: 'a parameter is named p_ and lower-case letters or underscores',
        })
      if (!Object.hasOwn(parameterTypes, type))
        refuseAt(`parameters.${name}`, {
          zh: `没有“${String(type)}”这种参数`,
          en: `there is no kind of parameter "${String(type)}"`,
        })
      return [name, { is: 'value' as const, type: parameterTypes[type]! }]
    }),
  )
}
