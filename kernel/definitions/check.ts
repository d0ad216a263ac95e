import { checkDecision, termFault, type Definitions, type Overlay } from '../../model/index.ts'
import { checkCondition } from './checkCondition.ts'
import { checkFields, checkNames, checkObject } from './checkFields.ts'
import { checkChangedObject } from './checkObject.ts'
import { checkPipeline } from './checkPipeline.ts'
import { checkProcesses } from './checkProcesses.ts'
import { checkDoors, checkProtection, checkTold } from './checkProtection.ts'
import { checkReport } from './checkReport.ts'
import { checkShape } from './checkShape.ts'
import { wrong } from './wrong.ts'

/**
 * Every name and every expression of the merged definitions, before they count. The refusal names the place.
 */
export function checkDefinitions(
  definitions: Definitions,
  workspace: { readonly name: string },
  changed?: Overlay,
): void {
  if (changed) checkShape(definitions, changed)
  if (changed?.kind === 'object') checkNames(changed, definitions)
  for (const object of Object.values(definitions.objects)) checkFields(object)
  if (changed?.kind === 'object' && definitions.objects[changed.name])
    checkTold(definitions.objects[changed.name]!)
  for (const object of Object.values(definitions.objects)) checkProtection(object)
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
  checkProcesses(definitions, workspace, changed)
  if (changed) checkChanged(definitions, workspace, changed)
  checkDoors(definitions)
  for (const report of Object.values(definitions.reports)) {
    // What a company changed of a report that is no longer shipped stands in nobody's way.
    const leftOver =
      !report.object && !report.measures && !(changed?.kind === 'report' && changed.name === report.name)
    if (!leftOver) checkReport(definitions, workspace, report)
  }
}

/** What only the definition that is being published is asked: the others have counted since they were. */
function checkChanged(
  definitions: Definitions,
  workspace: { readonly name: string },
  changed: Overlay,
): void {
  const { kind, name } = changed
  if (kind === 'object' && definitions.objects[name]) checkChangedObject(definitions, workspace, changed)
  if (kind === 'pipeline' && definitions.pipelines[name])
    checkPipeline(definitions, definitions.pipelines[name]!)
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
