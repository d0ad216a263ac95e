import { queryOptions, useQuery } from '@tanstack/react-query'
import { createContext, use } from 'react'
import { call } from './api.ts'
import type { Screens } from './definitions.ts'
import { Problem } from './problem.ts'
import type { Duty } from '../../model/work.ts'

export type { Duty }

export interface Session {
  readonly user: {
    readonly id: string
    readonly name: string
    readonly login: string
    readonly roles: readonly string[]
    readonly department: string | null
    readonly department_name?: string | null
    readonly language?: string | null
    readonly second_factor?: boolean
    readonly totp?: boolean
    readonly second_factor_due?: string | null
    readonly owes?: Duty | null
  }
  readonly company: { readonly name: string; readonly zone?: string; readonly currency?: string }
  readonly demo?: boolean
  readonly version?: string
}

/** Who is signed in; null when nobody is. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async (): Promise<Session | null> => {
    try {
      return await call<Session>('GET', '/session')
    } catch (error) {
      if (error instanceof Problem && error.status === 401) return null
      throw error
    }
  },
  staleTime: Infinity,
})

export const screensQuery = queryOptions({
  queryKey: ['definitions'],
  queryFn: async () => byNames(await call<Screens>('GET', '/definitions')),
  staleTime: Infinity,
})

/** Lists that carry names and maps by name are the same to the screens. */
function byNames(raw: Screens): Screens {
  const map = <T>(value: unknown): Readonly<Record<string, T>> =>
    (Array.isArray(value)
      ? Object.fromEntries(value.map((one: { name: string }) => [one.name, one]))
      : (value ?? {})) as Record<string, T>
  return {
    ...raw,
    objects: map(raw.objects),
    pipelines: map(raw.pipelines),
    actions: map(raw.actions),
    reports: map(raw.reports),
    roles: map(raw.roles),
    inverses: map(raw.inverses),
    field_kinds: map(raw.field_kinds),
    modules: raw.modules ?? [],
  }
}

export interface House {
  readonly session: Session
  readonly screens: Screens
  readonly zone: string
  readonly currency: string
}

export const HouseContext = createContext<House | null>(null)

/** Session and definitions; inside the frame they are always there. */
export function useHouse(): House {
  const house = use(HouseContext)
  if (!house) throw new Error('useHouse outside the frame')
  return house
}

export const useScreens = (): Screens => useHouse().screens

export const useSession = () => useQuery(sessionQuery)
