import type { Load } from './load.ts'

export const print = (text: string) => void process.stdout.write(`${text}\n`)

/** One line of the bench: what, the figure, and what it is made of. */
export const say = (what: string, figure: string | number, of = '') =>
  print(
    `${what.padEnd(46)}${String(typeof figure === 'number' ? figure.toFixed(2) : figure).padStart(9)}${of && `   ${of}`}`,
  )

/** How fast against the same work in SQL, and the processor time of one. */
export const sayRatio = (what: string, http: Load, raw: Load) =>
  say(
    what,
    http.perSecond / raw.perSecond,
    `(${http.perSecond.toFixed(0)}/s against ${raw.perSecond.toFixed(0)}/s raw; ${costOf(http)}, raw ${raw.databaseMs.toFixed(2)} ms)${failed(http, raw)}`,
  )

/** Processor time of one, and the wait that 95 of 100 do not exceed. */
export const costOf = ({ serverMs, databaseMs, p95Ms }: Load) =>
  `${serverMs.toFixed(2)} + ${databaseMs.toFixed(2)} ms of server and database each, p95 ${p95Ms.toFixed(1)} ms`

const failed = (...loads: readonly Load[]) => {
  const count = loads.reduce((sum, { failures }) => sum + failures, 0)
  return count > 0 ? `   ${count} FAILED` : ''
}
