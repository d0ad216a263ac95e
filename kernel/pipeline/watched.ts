import type { Definitions } from '../../model/index.ts'

/**
 * Objects with a stage in which a record may stay for a limited time; only their events are worth a job of
 * `pipeline.watch_dwell`.
 */
export function watchedObjects({ pipelines }: Pick<Definitions, 'pipelines'>): ReadonlySet<string> {
  const known = watched.get(pipelines)
  if (known) return known
  const limited = Object.values(pipelines).filter(({ stages }) =>
    stages.some((stage) => stage.dwell_days || stage.escalate),
  )
  const found = new Set(limited.map(({ object }) => object))
  watched.set(pipelines, found)
  return found
}
const watched = new WeakMap<Definitions['pipelines'], ReadonlySet<string>>()
