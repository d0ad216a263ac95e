import { callerNames, type Definitions, type Process, type ProcessTrigger, type Scope } from '../../model/index.ts'

/** What the expressions of a process may name beside the record: who acts, the instance's context, and in a wait the event's payload. */
export const processNames: Scope = { ...callerNames, process: { is: 'value', type: 'any' }, event: { is: 'value', type: 'any' } }

type Processes = Definitions['processes']

/** Names of the events that start a process or that one may wait for; only these are worth a job each. */
export function heardEvents({ processes }: { readonly processes: Processes }): ReadonlySet<string> {
  const known = heard.get(processes)
  if (known) return known
  const found = new Set(Object.values(processes).flatMap((process) => [...startingEvents(process), ...awaitedEvents(process)]))
  heard.set(processes, found)
  return found
}
const heard = new WeakMap<Processes, ReadonlySet<string>>()

/** What starts a process by itself. A change that a company made to a process which is shipped no longer has neither start nor nodes. */
export const startOf = (process: Process | undefined): ProcessTrigger | undefined => (process as Partial<Process> | undefined)?.start?.on ?? undefined

/** The event that starts a process, if one does. */
export const startingEvents = (process: Process): string[] => {
  const on = startOf(process)
  return on && 'event' in on ? [on.event] : []
}
const awaitedEvents = ({ nodes }: Partial<Process>): string[] => Object.values(nodes ?? {}).flatMap((node) => (node.kind === 'wait' && 'event' in node.for ? [node.for.event] : []))
