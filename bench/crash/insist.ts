/** What the writers met: how often each answer came, and what none should have been. */
export interface Ledger {
  readonly answers: Map<string, number>
  readonly findings: string[]
}

export interface Call {
  readonly method?: 'GET' | 'POST'
  readonly path: string
  readonly body?: object
  readonly cookie: string
  /** The Idempotency-Key: the same call under it is done once, however often it is sent. */
  readonly key?: string
}

/**
 * Refusals after which the same call is sent again: something was away, or the call before still runs or was
 * cut off.
 */
const passing = new Set([429, 502, 503, 504])
const pauseMs = 150
const giveUpMs = 240_000

/**
 * Sends a call until it is answered for good, to one server after the other, always with the same key: what a
 * careful program does. What no outage excuses (500, silence for 15 seconds, a refusal of what was sent
 * before) is a finding. @throws Error for such a refusal
 */
export async function insist(
  bases: readonly string[],
  ledger: Ledger,
  { method = 'POST', path, body, cookie, key }: Call,
): Promise<any> {
  // any: JSON
  const end = Date.now() + giveUpMs
  for (let tried = 0; Date.now() < end; tried++) {
    const base = bases[(tried + path.length) % bases.length]!
    const headers = {
      cookie,
      ...(body ? { 'content-type': 'application/json' } : {}),
      ...(key ? { 'idempotency-key': key } : {}),
    }
    try {
      const answer = await fetch(`${base}/api${path}`, {
        method,
        headers,
        signal: AbortSignal.timeout(15_000),
        ...(body ? { body: JSON.stringify(body) } : {}),
      })
      const text = await answer.text()
      const { code = '' } = answer.ok ? {} : (JSON.parse(text) as { code?: string })
      count(ledger, `${answer.status} ${code}`.trim())
      if (answer.ok) return JSON.parse(text)
      if (answer.status === 500) ledger.findings.push(`${method} ${path} answered 500: ${text.slice(0, 200)}`)
      else if (!passing.has(answer.status) && code !== 'idempotency_running')
        throw new Refused(`${method} ${path} (${key}): ${text.slice(0, 300)}`)
    } catch (error) {
      if (error instanceof Refused) throw error
      if ((error as Error).name === 'TimeoutError')
        ledger.findings.push(
          `${method} ${base}${path} was not answered for 15 s, until ${new Date().toISOString()}`,
        )
      count(ledger, 'cut off')
    }
    await new Promise((resume) => setTimeout(resume, pauseMs))
  }
  throw new Error(`${method} ${path} was not done in ${giveUpMs / 1000} s`)
}

/** A refusal that no outage explains. */
export class Refused extends Error {}

const count = ({ answers }: Ledger, what: string) => void answers.set(what, (answers.get(what) ?? 0) + 1)
