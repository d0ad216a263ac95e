import type { Step } from './step.ts'

/** What is to be done when. */
export interface Agenda {
  add(steps: readonly Step[]): void
  /** The steps of a moment, each story's in its order; they are taken off the agenda. */
  take(day: number, slot: number): readonly (readonly Step[])[]
}

/** @param after steps of this day and before count as done */
export function openAgenda(after: number): Agenda {
  const waiting = new Map<string, Step[]>()
  return {
    add(steps) {
      for (const step of steps) {
        if (step.day <= after) continue
        const moment = `${step.day}/${step.slot}`
        waiting.set(moment, [...(waiting.get(moment) ?? []), step])
      }
    },
    take(day, slot) {
      const moment = `${day}/${slot}`
      const stories = new Map<string, Step[]>()
      for (const step of waiting.get(moment) ?? []) {
        const story = `${step.story.index}/${step.story.part}`
        stories.set(story, [...(stories.get(story) ?? []), step])
      }
      waiting.delete(moment)
      return [...stories.values()]
    },
  }
}
