import { residentMiB } from '../server.ts'
import { say } from '../say.ts'
import type { Line } from './index.ts'

/** How soon the server is ready, and what it weighs. The last, for it ends the server of the others. */
export const start: Line = {
  name: 'start',
  async measure({ server, restart }) {
    const loaded = residentMiB(server.process.pid!)
    const again = await restart()
    const figures = `${server.readyMs.toFixed(0)} / ${again.readyMs.toFixed(0)}`
    say('start with a new database / with all rows, ms', figures)
    say(
      'resident memory after start / after load, MiB',
      `${residentMiB(again.process.pid!).toFixed(0)} / ${loaded.toFixed(0)}`,
    )
  },
}
