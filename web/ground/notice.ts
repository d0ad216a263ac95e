import { queryOptions } from '@tanstack/react-query'
import { call } from './api.ts'

export interface Notice {
  readonly text: { readonly zh: string; readonly en: string }
  readonly link: string | null
  readonly version: number
}

/** What the company tells of personal data: read by anybody who is about to give some. */
export const noticeQuery = queryOptions({
  queryKey: ['public', 'privacy'],
  queryFn: () => call<{ readonly notice: Notice; readonly consent_required: boolean }>('GET', '/privacy'),
  staleTime: 60_000,
})
