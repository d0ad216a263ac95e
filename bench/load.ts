import { Agent, request } from 'node:http'

export interface Load {
  /** Answers (or statements) a second over the measured stretch. */
  readonly perSecond: number
  readonly p50Ms: number
  readonly p95Ms: number
  readonly failures: number
}

/** Runs `once` at a concurrency for a stretch after a warm-up, and tells how many came through. */
export async function drive(once: (i: number) => Promise<void>, { concurrency = 8, warmMs = 1500, measureMs = 6000 }: { concurrency?: number; warmMs?: number; measureMs?: number } = {}): Promise<Load> {
  const times: number[] = []
  let failures = 0
  let next = 0
  const start = performance.now()
  const lane = async () => {
    for (;;) {
      const began = performance.now()
      if (began - start > warmMs + measureMs) return
      try {
        await once(next++)
      } catch {
        failures++
      }
      if (began - start > warmMs) times.push(performance.now() - began)
    }
  }
  await Promise.all(Array.from({ length: concurrency }, lane))
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0
  return { perSecond: times.length / (measureMs / 1000), p50Ms: at(0.5), p95Ms: at(0.95), failures }
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 })

/** One HTTP exchange on kept connections; throws on anything but a 2xx. */
export function call(base: string, { method = 'GET', path, cookie = '', body }: { method?: string; path: string; cookie?: string; body?: unknown }): Promise<{ status: number; text: string; setCookie: string }> {
  return new Promise((resolve, reject) => {
    const payload = body === undefined ? undefined : JSON.stringify(body)
    const sent = request(`${base}${path}`, { method, agent, headers: { cookie, ...(payload === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) }) } }, (answer) => {
      const parts: Buffer[] = []
      answer.on('data', (part: Buffer) => parts.push(part))
      answer.on('end', () => {
        const text = Buffer.concat(parts).toString()
        const status = answer.statusCode ?? 0
        if (status < 200 || status > 299) return reject(new Error(`${method} ${path}: ${status} ${text.slice(0, 300)}`))
        resolve({ status, text, setCookie: (answer.headers['set-cookie'] ?? []).map((one) => one.split(';')[0]).join('; ') })
      })
    })
    sent.on('error', reject)
    sent.end(payload)
  })
}

/** Signs in and answers the cookie. */
export const signIn = async (base: string, login: string, password = 'guantong') => (await call(base, { method: 'POST', path: '/api/session', body: { login, password } })).setCookie
