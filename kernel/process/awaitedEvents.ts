import { startOf, type Definitions, type Process } from '../../model/index.ts'

type Processes = Definitions['processes']

/** Names of the events that start a process or that one may wait for; only these are worth a job each. */
export function awaitedEvents({ processes }: { readonly processes: Processes }): ReadonlySet<string> {
  const known = kept.get(processes)
  if (known) return known
  const found = new Set(
    Object.values(processes).flatMap((process) => [...startingEvents(process), ...waitedFor(process)]),
  )
  kept.set(processes, found)
  return found
}
const kept = new WeakMap<Processes, ReadonlySet<string>>()

/** The event that starts a process, if one does. */
export const startingEvents = (process: Process): string[] => {
  const on = startOf(process)
  return on && 'event' in on ? [on.event] : []
}

const waitedFor = ({ nodes }: Partial<Process>): string[] =>
  Object.values(nodes ?? {}).flatMap((node) =>
    node.kind === 'wait' && 'event' in node.for ? [node.for.event] : [],
  )
