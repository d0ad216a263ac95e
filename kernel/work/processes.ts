import type { Tx } from '../workspace/transact.ts'

/** What business code asks of the processes. */
export interface Processes {
  /** @returns the id of the run */
  start(
    tx: Tx,
    process: string,
    on: {
      readonly object: string
      readonly record: string
      readonly values?: Readonly<Record<string, unknown>>
    },
  ): Promise<string>
  withdraw(tx: Tx, instance: string): Promise<void>
  callOff(tx: Tx, instance: string): Promise<void>
}

let handed: Processes | null = null

/**
 * Processes run actions and so stand above the tools: they come to them by hand, called once, where they are
 * made.
 */
export const handProcesses = (processes: Processes): void => {
  handed = processes
}

/** @throws {Error} where a program has the tools and not the processes */
export function processes(): Processes {
  if (!handed) throw new Error('No processes were handed to the tools: import kernel/process/instances.ts')
  return handed
}
