/** Requests that this process is answering. Somebody waits for them; for most of what happens by itself nobody does. */
export interface Traffic {
  /** A request came; to be ended exactly once or more often, the first time counts. */
  begin(): () => void
  /** Whether more are being answered than there is room for beside other work. */
  busy(): boolean
  /** Resolves once it is no longer busy, or after a while in any case: work that gives way still goes on. */
  room(): Promise<void>
}

const busyFrom = 4
const patienceMs = 150
const lookEveryMs = 5

export function makeTraffic(): Traffic {
  let inFlight = 0
  const busy = () => inFlight >= busyFrom
  return {
    begin() {
      let ended = false
      inFlight++
      return () => {
        if (!ended) inFlight--
        ended = true
      }
    },
    busy,
    async room() {
      const until = Date.now() + patienceMs
      while (busy() && Date.now() < until) await new Promise((resume) => setTimeout(resume, lookEveryMs))
    },
  }
}
