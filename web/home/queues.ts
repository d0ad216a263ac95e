import { pipelinesFor, type Screens, type ScreenObject } from '../ground/definitions.ts'
import { quoted } from '../record/where.ts'

/**
 * Objects a person works through from stage to stage, in the order of the flow: at most two on the home page,
 * one question each.
 */
export const queuesOf = (screens: Screens): readonly ScreenObject[] =>
  Object.values(screens.objects)
    .filter(
      (object) =>
        object.may.update &&
        object.may.create &&
        object.menu !== false &&
        pipelinesFor(screens, object.name).length > 0,
    )
    .slice(0, 2)

/** Mine, and not yet at an end. */
export function openWhere(screens: Screens, object: string): string {
  const open = [
    ...new Set(
      pipelinesFor(screens, object).flatMap((pipeline) =>
        pipeline.stages.filter((stage) => !stage.ends).map((stage) => stage.name),
      ),
    ),
  ]
  return `owner = me and (${open.map((stage) => `stage = ${quoted(stage)}`).join(' or ')})`
}

/** The same as filters of the list, so that "all" opens exactly these. */
export function openFilters(screens: Screens, object: string): Record<string, { in: string[] }> {
  const open = [
    ...new Set(
      pipelinesFor(screens, object).flatMap((pipeline) =>
        pipeline.stages.filter((stage) => !stage.ends).map((stage) => stage.name),
      ),
    ),
  ]
  return { owner: { in: ['me'] }, stage: { in: open } }
}
