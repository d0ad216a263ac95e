import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { call } from '../ground/api.ts'
import { titleOf, type ScreenObject } from '../ground/definitions.ts'
import type { Page } from '../ground/records.ts'
import { useScreens } from '../ground/session.ts'

export interface Pick {
  readonly value: string
  readonly label: string
  readonly 'data-option': string
}

interface Hit {
  readonly id: string
  readonly title?: string
  readonly number?: string
}

/** A value that has rested for a moment, so that typing does not ask at every key. */
export function useRested<T>(value: T, restMs = 200): T {
  const [rested, setRested] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), restMs)
    return () => clearTimeout(timer)
  }, [value, restMs])
  return rested
}

/** How long after a search that found nothing it is asked again while the list is open, ms. */
export const againMs = 1000

/**
 * Records of an object to choose from: the newest, or what a search finds. A record is in the search a moment
 * after it was made, so a search that found nothing is neither kept nor the last word.
 */
export function usePicks(target: string, typed: string, open: boolean) {
  const object = useScreens().objects[target]
  const sought = useRested(typed.trim())
  return useQuery({
    queryKey: ['records', target, 'picks', sought],
    enabled: open,
    queryFn: ({ signal }) => (sought ? search(target, sought, signal) : newest(target, object, signal)),
    staleTime: ({ state }) => (state.data?.length === 0 ? 0 : 30_000),
    refetchInterval: ({ state }) => (sought && isAwaited(state, sought) ? againMs : false),
  })
}

/**
 * Nothing was found yet, or only what is like it: what was written a moment ago may still come. Asked a few times
 * more and then no longer, as who types by pinyin or from the middle reads no word of theirs in what is found.
 */
const isAwaited = (
  { data, dataUpdateCount }: { readonly data?: readonly Pick[]; readonly dataUpdateCount: number },
  sought: string,
): boolean =>
  data !== undefined &&
  (data.length === 0 || (dataUpdateCount < asksMax && !data.some(({ label }) => label.includes(sought))))
const asksMax = 4

async function search(target: string, q: string, signal: AbortSignal): Promise<readonly Pick[]> {
  const { items } = await call<{ items: readonly Hit[] }>('GET', '/search', {
    query: { q, objects: target },
    signal,
  })
  return items.map(({ id, title, number }) =>
    pick(id, [title, number && number !== title ? number : ''].filter(Boolean).join(' · ')),
  )
}

async function newest(
  target: string,
  object: ScreenObject | undefined,
  signal: AbortSignal,
): Promise<readonly Pick[]> {
  const page = await call<Page>('GET', `/records/${target}`, { query: { limit: 50 }, signal })
  return page.items.map((item) => pick(item.id, titleOf(object, item)))
}

const pick = (value: string, label: string): Pick => ({ value, label, 'data-option': label })
