import { sql } from 'kysely'
import { instantAt } from '../../model/index.ts'
import { table, type Workspace } from '../../kernel/workspace/workspace.ts'
import { slots } from './step.ts'

export interface Clock {
  /** Puts the workspace's clock on a moment; it runs on from there. */
  set(to: Date): Promise<void>
  /** Gives the clock back: the present, and free to be moved by others. */
  release(): Promise<void>
}

/**
 * This process alone moves the clock while it makes a history. The house reads the offset again at every
 * look, and a look that began before the clock was set would put it back for a moment, with the old day on
 * whatever is written then; held, only `set` counts.
 */
export function holdClock(workspace: Workspace): Clock {
  let offset = workspace.clockOffsetMs
  Object.defineProperty(workspace, 'clockOffsetMs', {
    get: () => offset,
    set: () => {},
    configurable: true,
    enumerable: true,
  })
  const put = async (ms: number) => {
    await sql`update ${table(workspace, '_workspace')} set clock_offset_ms = ${ms}`.execute(workspace.db)
    offset = ms
    workspace.signal.tell('event')
  }
  return {
    set: (to) => put(to.getTime() - Date.now()),
    async release() {
      await put(0)
      Object.defineProperty(workspace, 'clockOffsetMs', {
        value: 0,
        writable: true,
        configurable: true,
        enumerable: true,
      })
    },
  }
}

/** The moment of a slot on a day, in the company's zone. */
export function momentOf(workspace: Workspace, date: string, slot: number): Date {
  const [hours = 0, minutes = 0] = slots[slot]!.split(':').map(Number)
  return instantAt({ date, milliseconds: (hours * 60 + minutes) * 60_000, zone: workspace.zone })
}
