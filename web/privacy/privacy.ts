import { queryOptions } from '@tanstack/react-query'
import { call } from '../ground/api.ts'
import type { Notice } from '../ground/notice.ts'

export interface PrivacyRules {
  readonly trace: 'off' | 'records' | 'lists'
  readonly trace_days: number
  readonly notice: Notice
  readonly consent_required: boolean
  readonly strict_addresses: boolean
  readonly erase_deleted_days: number | null
  readonly forget_closed_months: Readonly<Record<string, number>>
}

export const rulesQuery = queryOptions({
  queryKey: ['settings', 'privacy'],
  queryFn: () => call<PrivacyRules>('GET', '/settings/privacy'),
})
