import { queryOptions } from '@tanstack/react-query'
import { call } from '../shell/api.ts'

export interface Notice {
  readonly text: { readonly zh: string; readonly en: string }
  readonly link: string | null
  readonly version: number
}

export interface PrivacyRules {
  readonly trace: 'off' | 'records' | 'lists'
  readonly trace_days: number
  readonly notice: Notice
  readonly consent_required: boolean
  readonly erase_deleted_days: number | null
  readonly forget_closed_months: Readonly<Record<string, number>>
}

/** What the company tells of personal data: read by anybody who is about to give some. */
export const noticeQuery = queryOptions({
  queryKey: ['public', 'privacy'],
  queryFn: () => call<{ readonly notice: Notice; readonly consent_required: boolean }>('GET', '/privacy'),
  staleTime: 60_000,
})

export const rulesQuery = queryOptions({
  queryKey: ['settings', 'privacy'],
  queryFn: () => call<PrivacyRules>('GET', '/settings/privacy'),
})
