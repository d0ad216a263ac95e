/**
 * Requests that this process is answering. Somebody waits for them; for most of what happens by itself nobody
 * does.
 */
export interface Traffic {
  /** A request came; the answer ends it, and may say so more than once. */
  begin(): () => void
  /** Whether a burst is being answered, to which other work should give way. */
  busy(): boolean
  /**
   * Resolves when there is room for other work: at once, when the burst is over, or when it has lasted long
   * enough.
   */
  room(): Promise<void>
}

const busyFrom = 4
/** A burst is answered first; from then on, what it set off has its share of the machine. */
const burstMs = 10_000
/** Between two answers of a burst there may be no request for a moment. */
const breathMs = 20
/** Quiet for so long, and the next burst is a new one. */
const quietMs = 2000

/** One of a process; the clock is handed in. */
export function makeTraffic(now: () => number = Date.now): Traffic {
  let inFlight = 0
  let since = -Infinity
  let ended = -Infinity
  let pressed = false
  let breath: NodeJS.Timeout | undefined
  let waiting: (() => void)[] = []
  const press = () => {
    if (!pressed && now() - ended > quietMs) since = now()
    pressed = true
  }
  const relax = () => {
    if (inFlight >= busyFrom) return
    pressed = false
    ended = now()
    const all = waiting
    waiting = []
    for (const go of all) go()
  }
  const busy = () => pressed && now() - since < burstMs
  return {
    busy,
    begin() {
      let over = false
      if (++inFlight === busyFrom) press()
      return () => {
        if (over) return
        over = true
        if (--inFlight !== busyFrom - 1) return
        clearTimeout(breath)
        breath = setTimeout(relax, breathMs)
      }
    },
    async room() {
      if (!busy()) return
      await new Promise<void>((resume) => {
        const timer = setTimeout(resume, since + burstMs - now())
        waiting.push(() => {
          clearTimeout(timer)
          resume()
        })
      })
    },
  }
}
