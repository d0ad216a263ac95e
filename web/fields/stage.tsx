import { pipelineOf } from '../ground/definitions.ts'
import { useScreens } from '../ground/session.ts'
import { useLabel } from '../words/words.ts'
import type { FieldScreen, ShowProps } from './screen.ts'

/** A stage by its label; colour says whether it ended and how. */
function Show({ value, record, field }: ShowProps) {
  const label = useLabel()
  const screens = useScreens()
  const pipeline = pipelineOf(screens, String(field.of ?? ''), record?.pipeline)
  const stage =
    pipeline?.stages.find((one) => one.name === value) ??
    Object.values(screens.pipelines)
      .filter((one) => one.object === field.of)
      .flatMap((one) => one.stages)
      .find((one) => one.name === value)
  return <span className={`tag tag-${stage?.ends ?? 'open'}`}>{label(stage?.label, String(value))}</span>
}

export const stage: FieldScreen = { Show, filter: 'choice', stages: true, gathers: true }
