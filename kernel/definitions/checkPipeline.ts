import type { Definitions, PipelineDef } from '../../model/index.ts'
import { wrong } from './wrong.ts'

/**
 * A pipeline as the company has just made or changed it: stages that can be told apart and reached, gates whose
 * criteria can be named in a refusal, limits that name whom they tell. Conditions are read elsewhere.
 */
export function checkPipeline({ roles }: Definitions, pipeline: PipelineDef): void {
  const known = new Set<string>()
  for (const stage of pipeline.stages) {
    const place = `${pipeline.name}.stages.${stage.name}`
    if (!/^[a-z][a-z0-9_]{0,39}$/.test(stage.name))
      throw wrong(place, {
        zh: '阶段名称应为小写字母开头的字母、数字和下划线，最长40位',
        en: 'the name of a stage is lower-case letters, digits and underscores, at most 40',
      })
    if (known.has(stage.name))
      throw wrong(place, { zh: '有两个同名的阶段', en: 'there are two stages of this name' })
    known.add(stage.name)
  }
  for (const stage of pipeline.stages) {
    const place = `${pipeline.name}.stages.${stage.name}`
    const astray = stage.to?.find((next) => !known.has(next))
    if (astray !== undefined)
      throw wrong(`${place}.to`, { zh: `没有阶段“${astray}”`, en: `there is no stage "${astray}"` })
    const codes = [...(stage.entry ?? []), ...(stage.exit ?? [])].map(({ code }) => code)
    const twice = codes.find((code, i) => codes.indexOf(code) !== i)
    if (twice !== undefined)
      throw wrong(`${place}.exit`, {
        zh: `有两个条件都叫“${twice}”`,
        en: `two criteria are called "${twice}"`,
      })
    const { escalate } = stage
    if (escalate && !Object.hasOwn(roles, escalate.role))
      throw wrong(`${place}.escalate.role`, {
        zh: `没有角色“${escalate.role}”`,
        en: `there is no role "${escalate.role}"`,
      })
  }
}
