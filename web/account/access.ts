import { queryOptions } from '@tanstack/react-query'
import { keyVerbs, type KeyVerb } from '../../model/work.ts'
import { call } from '../ground/api.ts'

export { keyVerbs, type KeyVerb }

export interface ApiKey {
  readonly id: string
  readonly person: string
  readonly person_name: string
  readonly name: string
  readonly hint: string
  readonly objects: readonly string[] | null
  readonly verbs: readonly KeyVerb[]
  readonly created_at: string
  readonly ends_at: string | null
  readonly used_at: string | null
  readonly revoked_at: string | null
}

export interface OpenSession {
  readonly id: string
  readonly person: string
  readonly person_name: string
  readonly created_at: string
  readonly last_seen_at: string
  readonly address: string | null
  readonly agent: string | null
  readonly current: boolean
}

/** Keys or sessions: one's own, or those of all people. */
export const keysQuery = (all: boolean) =>
  queryOptions({
    queryKey: ['keys', all],
    queryFn: async () =>
      (await call<{ items: readonly ApiKey[] }>('GET', '/keys', { query: { all: all || undefined } })).items,
  })
export const openSessionsQuery = (all: boolean) =>
  queryOptions({
    queryKey: ['sessions', all],
    queryFn: async () =>
      (
        await call<{ items: readonly OpenSession[] }>('GET', '/sessions', {
          query: { all: all || undefined },
        })
      ).items,
  })

/** Where a key stands: it serves, it was revoked, or it is over its end. */
export const stateOf = ({ revoked_at, ends_at }: ApiKey, now = Date.now()): 'live' | 'revoked' | 'over' =>
  revoked_at ? 'revoked' : ends_at && Date.parse(ends_at) <= now ? 'over' : 'live'

const programs = [
  ['Edg/', 'Edge'],
  ['MicroMessenger', 'WeChat'],
  ['DingTalk', 'DingTalk'],
  ['Firefox/', 'Firefox'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
  ['curl/', 'curl'],
] as const
const systems = [
  ['Android', 'Android'],
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Windows', 'Windows'],
  ['Mac OS', 'macOS'],
  ['Linux', 'Linux'],
] as const

/**
 * What a browser says of itself, in two words; what it says itself where we know none. @example deviceName('…
 * Windows NT 10.0 … Chrome/130 …') // 'Chrome · Windows'
 */
export function deviceName(agent: string | null): string {
  const find = (all: readonly (readonly [string, string])[]) =>
    all.find(([sign]) => agent?.includes(sign))?.[1]
  return [find(programs), find(systems)].filter(Boolean).join(' · ') || (agent ?? '').slice(0, 40) || '—'
}
