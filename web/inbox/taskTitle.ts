import { useLabel } from '../words/words.ts'
import type { Task } from './tasks.ts'

/** A task's title in the person's language, whether it came as text or in both languages. */
export function useTaskTitle(): (task: Task) => string {
  const label = useLabel()
  return ({ title, kind }) => (typeof title === 'string' ? title : label(title, kind))
}
