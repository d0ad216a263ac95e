import { currentLanguage, words } from '../words/words.ts'
import { Problem } from './problem.ts'

export interface CallOptions {
  /** JSON, or a form with files. */
  readonly body?: unknown
  readonly query?: Readonly<Record<string, string | number | boolean | null | undefined>>
  /** Version the change was made on; another one at the server answers 412. */
  readonly version?: number
  /** Repeating a POST with the same key is harmless. */
  readonly key?: string
  readonly signal?: AbortSignal
}

type Listener = (what: 'out' | 'owes') => void
const listeners = new Set<Listener>()

/**
 * What the server says when it is not as it was with who is signed in; a wrong code of a second factor says
 * nothing of the kind.
 */
const ofSession = { not_signed_in: 'out', own_password_needed: 'owes', second_factor_needed: 'owes' } as const

/**
 * Called whenever the server says that nobody is signed in any more (`out`), or that something comes before
 * everything else (`owes`).
 */
export function onSession(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Whether somebody is at work on this page, and what waits for them to sign in again. */
let atWork = false
let again: { readonly promise: Promise<boolean>; readonly settle: (same: boolean) => void } | undefined

/** From now on a request that meets an ended session waits for the sign-in, and then goes on. */
export const startWork = (): void => {
  atWork = true
}

/** Somebody has signed in: the same person, and what waited goes on, or another, for whom none of it was. */
export const settleSignIn = (same: boolean): void => {
  again?.settle(same)
  again = undefined
}

function signedInAgain(): Promise<boolean> {
  if (!again) {
    let settle: (same: boolean) => void = () => {}
    const promise = new Promise<boolean>((resolve) => (settle = resolve))
    again = { promise, settle }
  }
  return again.promise
}

/**
 * The one way to the server. Answers the JSON; throws `Problem` with a sentence to show.
 * @example await call<Page>('GET', '/records/lead', { query: { limit: 50 } })
 */
export async function call<T>(method: string, path: string, options: CallOptions = {}): Promise<T> {
  return (await bodyOf(await answer(method, path, options))) as T
}

/**
 * The good answer. Nothing of a request that came too late for its session was done, so it is sent again once
 * the same person has signed in.
 */
async function answer(method: string, path: string, options: CallOptions): Promise<Response> {
  const response = await send(method, path, options)
  if (response.ok) return response
  const problem = new Problem(response.status, ((await bodyOf(response)) ?? {}) as object)
  const told = path === '/session' ? undefined : ofSession[problem.code as keyof typeof ofSession]
  if (told) for (const listener of listeners) listener(told)
  if (told === 'out' && atWork && (await signedInAgain())) return answer(method, path, options)
  throw problem
}

/**
 * What a file holds, from our own server and nowhere else; throws `Problem`. @example await
 * readBytes('/files/4f0c')
 */
export async function readBytes(path: string, signal?: AbortSignal): Promise<ArrayBuffer> {
  return (await answer('GET', path, { signal })).arrayBuffer()
}

/** A file that the server makes of a question, saved under the name it gives; throws `Problem`. */
export async function download(path: string, body?: object): Promise<void> {
  const response = await answer(body ? 'POST' : 'GET', path, { body })
  const named = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get('content-disposition') ?? '')?.[1]
  const address = URL.createObjectURL(await response.blob())
  const link = Object.assign(document.createElement('a'), {
    href: address,
    download: decodeURIComponent(named ?? 'guantong'),
  })
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}

async function send(
  method: string,
  path: string,
  { body, query, version, key, signal }: CallOptions,
): Promise<Response> {
  const form = body instanceof FormData
  const headers: Record<string, string> = {
    Accept: 'application/json',
    'Accept-Language': currentLanguage() === 'zh' ? 'zh-CN' : 'en',
  }
  if (body !== undefined && !form) headers['Content-Type'] = 'application/json'
  if (version !== undefined) headers['If-Match'] = String(version)
  if (key) headers['Idempotency-Key'] = key
  const payload = body === undefined ? undefined : form ? body : JSON.stringify(body)
  try {
    return await fetch(addressOf(path, query), {
      method,
      headers,
      body: payload,
      signal,
      credentials: 'same-origin',
    })
  } catch (error) {
    if (signal?.aborted) throw error
    throw new Problem(0, { code: 'offline', detail: words('problem.offline') })
  }
}

/** @example addressOf('/records/lead', { limit: 50 }) // '/api/records/lead?limit=50' */
export function addressOf(path: string, query: CallOptions['query'] = {}): string {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined || value === null || value === '' ? [] : [[name, String(value)] as [string, string]],
  )
  return `/api${path}${given.length > 0 ? `?${new URLSearchParams(given)}` : ''}`
}

async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text()
  if (!text) return undefined
  try {
    return JSON.parse(text) as unknown
  } catch {
    return { detail: words('problem.unreadable', { status: response.status }) }
  }
}
