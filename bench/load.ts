import { Agent, request } from 'node:http'
import { together, type Meter, type Spent } from './processor.ts'

export interface Load {
  /** Answers (or statements) a second over the measured stretch. */
  readonly perSecond: number
  readonly p50Ms: number
  readonly p95Ms: number
  readonly failures: number
  /** Processor time of server and database for one, in ms. */
  readonly serverMs: number
  readonly databaseMs: number
}

/** How long, how often and at what concurrency. */
export interface Tempo {
  readonly concurrency?: number
  readonly turns?: number
  readonly warmMs?: number
  readonly measureMs?: number
}

export type Once = (i: number) => Promise<void>

/** Runs `once` at a concurrency for a stretch after a warm-up, and tells how many came through. */
export const drive = async (
  meter: Meter,
  once: Once,
  { concurrency = 8, warmMs = 1500, measureMs = 6000 }: Tempo = {},
): Promise<Load> => summed([await stretch(meter, once, { concurrency, warmMs, measureMs })])

/**
 * Runs several in turns and each first in every other, so that a machine that grows faster or slower
 * meanwhile, or a server that grows warmer, is the same to all of them.
 */
export async function driveInTurns<Name extends string>(
  meter: Meter,
  all: Readonly<Record<Name, Once>>,
  { concurrency = 8, turns = 8, warmMs = 500, measureMs = 1500 }: Tempo = {},
): Promise<Readonly<Record<Name, Load>>> {
  const names = Object.keys(all) as Name[]
  for (const name of names) await stretch(meter, all[name], { concurrency, warmMs: 3 * warmMs, measureMs: 0 })
  const stretches = new Map<Name, Stretch[]>(names.map((name) => [name, []]))
  for (let turn = 0; turn < turns; turn++)
    for (const name of turn % 2 ? names.toReversed() : names)
      stretches.get(name)!.push(await stretch(meter, all[name], { concurrency, warmMs, measureMs }))
  return Object.fromEntries(names.map((name) => [name, summed(stretches.get(name)!)])) as Record<Name, Load>
}

interface Stretch {
  readonly times: readonly number[]
  readonly seconds: number
  readonly failures: number
  /** How many in all, warm-up included, as what they used. */
  readonly done: number
  readonly spent: Spent
}

function summed(stretches: readonly Stretch[]): Load {
  const times = stretches.flatMap((one) => one.times).sort((a, b) => a - b)
  const { serverMs, databaseMs } = together(stretches.map(({ spent }) => spent))
  const done = Math.max(1, sum(stretches.map((one) => one.done)))
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0
  return {
    perSecond: times.length / sum(stretches.map(({ seconds }) => seconds)),
    p50Ms: at(0.5),
    p95Ms: at(0.95),
    failures: sum(stretches.map(({ failures }) => failures)),
    serverMs: serverMs / done,
    databaseMs: databaseMs / done,
  }
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0)

async function stretch(
  meter: Meter,
  once: Once,
  { concurrency, warmMs, measureMs }: Required<Omit<Tempo, 'turns'>>,
): Promise<Stretch> {
  const times: number[] = []
  let failures = 0
  let next = 0
  const spent = meter()
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
  return { times, seconds: measureMs / 1000, failures, done: next, spent: spent() }
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 })

/** One HTTP exchange on kept connections; throws on anything but a 2xx. */
export function call(
  base: string,
  {
    method = 'GET',
    path,
    cookie = '',
    body,
  }: { method?: string; path: string; cookie?: string; body?: unknown },
): Promise<{ status: number; text: string; setCookie: string }> {
  return new Promise((resolve, reject) => {
    const payload = body === undefined ? undefined : JSON.stringify(body)
    const sent = request(
      `${base}${path}`,
      {
        method,
        agent,
        headers: {
          cookie,
          ...(payload === undefined
            ? {}
            : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) }),
        },
      },
      (answer) => {
        const parts: Buffer[] = []
        answer.on('data', (part: Buffer) => parts.push(part))
        answer.on('end', () => {
          const text = Buffer.concat(parts).toString()
          const status = answer.statusCode ?? 0
          if (status < 200 || status > 299)
            return reject(new Error(`${method} ${path}: ${status} ${text.slice(0, 300)}`))
          resolve({
            status,
            text,
            setCookie: (answer.headers['set-cookie'] ?? []).map((one) => one.split(';')[0]).join('; '),
          })
        })
      },
    )
    sent.on('error', reject)
    sent.end(payload)
  })
}

/** Signs in and answers the cookie. */
export const signIn = async (base: string, login: string, password = 'guantong') =>
  (await call(base, { method: 'POST', path: '/api/session', body: { login, password } })).setCookie
