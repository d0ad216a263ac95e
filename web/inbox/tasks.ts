import { queryOptions } from '@tanstack/react-query'
import type { Label } from '../../model/refuse.ts'
import { call } from '../ground/api.ts'

export interface Task {
  readonly id: string
  readonly title: string | Label
  readonly kind: string
  readonly due_at: string | null
  readonly record_object: string | null
  readonly record: string | null
  readonly record_title: string | null
  readonly data?: unknown
  readonly created_at: string
  readonly state: string
  readonly outcome?: string | null
  readonly process_instance?: string | null
}

export interface TaskPage {
  readonly items: readonly Task[]
  readonly next: string | null
  readonly count?: number
}

export const tasksQuery = (state: 'open' | 'done') =>
  queryOptions({
    queryKey: ['tasks', state],
    queryFn: () => call<TaskPage>('GET', '/tasks', { query: { state } }),
    staleTime: 15_000,
  })

export type Verb =
  | 'complete'
  | 'fill'
  | 'approve'
  | 'reject'
  | 'return'
  | 'transfer'
  | 'add_signer'
  | 'urge'
  | 'comment'
  | 'retry'
  | 'skip'

export const answerTask = (id: string, verb: Verb, body: object, key: string) =>
  call<unknown>('POST', `/tasks/${id}/${verb}`, { body, key })

/**
 * What may be answered: an approval is decided, a step that failed is tried again or passed over, a plain
 * task is done.
 */
export const verbsOf = (task: Task): readonly Verb[] => {
  if (!task.process_instance && !['approval', 'approve'].includes(task.kind)) return ['complete']
  if (task.kind === 'exception') return ['retry', 'skip', 'reject', 'transfer', 'comment']
  return task.kind === 'approval' || task.kind === 'approve'
    ? ['approve', 'reject', 'return', 'transfer', 'comment']
    : ['complete', 'transfer', 'comment']
}

/** Late, due within a day, or neither. */
export const urgency = (due: string | null, now = Date.now()): 'late' | 'soon' | undefined => {
  if (!due) return undefined
  const left = Date.parse(due) - now
  return left < 0 ? 'late' : left < 86_400_000 ? 'soon' : undefined
}
