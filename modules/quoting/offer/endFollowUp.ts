import type { Work } from '../../../model/index.ts'

export async function endFollowUp(work: Work, id: string): Promise<void> {
  await work.clearDeadline({ name: 'quote_follow_up', record: id })
  await work.closeTasks({ record: id, key: 'quote_follow_up' })
}
