import { atStage, type Work } from '../../model/index.ts'

/** Stages at which an order is carried out. */
export const underway = ['confirmed', 'in_production', 'ready']
/** The same, or held for a while. */
export const liveStages = [...underway, 'held']
export const live = atStage(liveStages)

export async function dropSignatures(work: Work, id: string): Promise<void> {
  for (const one of await work.find('requirement_sign_off', {
    where: 'order = the_order',
    with: { the_order: id },
  }))
    await work.closeTasks({ record: one.id, kind: 'sign_off' })
}
