import type { Work } from '../../model/index.ts'

/** The one person who answers for a hand-off (COL-08): of a role, or the manager where nobody has it. */
export async function accountable(work: Work, role: string): Promise<string | null> {
  return (await work.people({ role }))[0] ?? (await work.people({ role: 'manager' }))[0] ?? null
}
