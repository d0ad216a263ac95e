import { publishAutomations } from './automations.ts'
import { chooseBlow } from './blows.ts'
import { check, waiting } from './check.ts'
import { openCrashHouse, type CrashHouse } from './crashHouse.ts'
import type { Ledger } from './insist.ts'
import { startWriters } from './writers.ts'

export interface CrashResult {
  readonly findings: readonly string[]
  readonly leads: number
  readonly quotes: number
  readonly blows: ReadonlyMap<string, number>
  readonly answers: ReadonlyMap<string, number>
  readonly seconds: number
}

const restMaxMs = 1200
/**
 * So often time is moved on, for deadlines to come due; at the end far enough for those in working hours too.
 */
const forwardEvery = 8
const forwardHours = 5
const forwardLastHours = 96
const settleMs = 180_000

/**
 * Hits the house `times` times at random moments while eight writers work, lets it come to rest, and looks
 * whether everything is there once.
 */
export async function crash({
  times,
  seed,
  told = () => {},
}: {
  times: number
  seed: number
  told?: (line: string) => void
}): Promise<CrashResult> {
  const random = randomOf(seed)
  const ledger: Ledger = { answers: new Map(), findings: [] }
  const struck = new Map<string, number>()
  const house = await openCrashHouse()
  const began = Date.now()
  let keep = true
  try {
    await publishAutomations(house.servers[0]!.base, ledger)
    const writers = await startWriters(
      house.servers.map(({ base }) => base),
      ledger,
    )
    const forward = (hours: number) =>
      insistently(() =>
        house.db.query(`update main._workspace set clock_offset_ms = clock_offset_ms + $1`, [
          hours * 3_600_000,
        ]),
      )
    for (let n = 1; n <= times; n++) {
      await house.ready('one')
      await new Promise((resume) => setTimeout(resume, random() * restMaxMs))
      const [name, , strike] = chooseBlow(random)
      await strike(house, random)
      struck.set(name, (struck.get(name) ?? 0) + 1)
      const { leads, quotes } = writers.made
      const seconds = ((Date.now() - began) / 1000).toFixed(1)
      told(
        `${String(n).padStart(4)}  ${seconds.padStart(6)} s  ${name}, ${leads.length} leads and ${quotes.length} quotes so far`,
      )
      if (n % forwardEvery === 0) await writers.pausing(() => forward(forwardHours))
    }
    await house.ready('all')
    await writers.stop()
    await settle(house)
    await forward(forwardLastHours)
    const unsettled = await settle(house)
    const findings = [
      ...ledger.findings,
      ...unsettled,
      ...(await check(house.db, writers.made)),
      ...house.deaths,
    ]
    keep = findings.length > 0
    if (keep) told(`the logs are in ${house.folder}`)
    const seconds = (Date.now() - began) / 1000
    return {
      findings,
      leads: writers.made.leads.length,
      quotes: writers.made.quotes.length,
      blows: struck,
      answers: ledger.answers,
      seconds,
    }
  } finally {
    await house.close(keep)
  }
}

/** Waits until nothing is left to happen by itself, twice in a row: what ended may have set something off. */
async function settle({ db }: CrashHouse): Promise<string[]> {
  let calm = 0
  let left = 0
  for (const end = Date.now() + settleMs; Date.now() < end && calm < 4;) {
    left = await waiting(db).catch(() => 1)
    calm = left === 0 ? calm + 1 : 0
    await new Promise((resume) => setTimeout(resume, 250))
  }
  return calm < 4 ? [`the house did not come to rest in ${settleMs / 1000} s: ${left} things wait`] : []
}

async function insistently<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    const answer = await ask().catch(() => undefined)
    if (answer !== undefined) return answer
    await new Promise((resume) => setTimeout(resume, 200))
  }
}

/** Marsaglia's xorshift32 (J. Stat. Softw. 8, 2003): the same seed, the same blows. */
function randomOf(seed: number): () => number {
  let state = (seed * 2654435761) >>> 0 || 1
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    state >>>= 0
    return state / 2 ** 32
  }
}
