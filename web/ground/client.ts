import { QueryClient } from '@tanstack/react-query'
import { onSession } from './api.ts'
import { Problem } from './problem.ts'
import { sessionQuery } from './session.ts'

/** What the screens have fetched. A refusal is an answer and is not asked again; a lost connection is. */
export function makeClient(): QueryClient {
  const client = new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        retry: (count, error) => (error instanceof Problem && error.status > 0 ? false : count < 2),
        refetchOnWindowFocus: true,
      },
      mutations: { retry: false },
    },
  })
  onSession((what) => {
    if (what === 'out') client.setQueryData(sessionQuery.queryKey, null)
    else void client.invalidateQueries({ queryKey: sessionQuery.queryKey })
  })
  return client
}
