import type { Work } from '../../model/index.ts'

export const live = 'stage in ("confirmed", "in_production", "ready", "held")'

export async function dropSignatures(work: Work, id: string): Promise<void> {
  for (const one of await work.find('requirement_sign_off', {
    where: 'order = the_order',
    with: { the_order: id },
  }))
    await work.closeTasks({ record: one.id, kind: 'sign_off' })
}
