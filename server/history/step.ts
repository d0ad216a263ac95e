/** Moments of a day at which people act, by the clock of the company; a step names one by its place. */
export const slots = ['09:00', '09:20', '11:00', '14:30', '16:40'] as const

/**
 * Of what a step is part: a lead and all that follows, the deal that its service raised later, or a deal with
 * a regular customer.
 */
export interface Story {
  readonly index: number
  readonly part: 'lead' | 'service' | 'regular'
}

/** Somebody does something at a moment. Plain data: the same plan makes the same steps. */
export interface Step {
  /** Days since the history began. */
  readonly day: number
  /** Place in `slots`. */
  readonly slot: number
  readonly verb: string
  readonly story: Story
  readonly data: Readonly<Record<string, unknown>>
}

/** Writes the steps of a story one after the other, on working days only. */
export interface Trail {
  readonly day: number
  /** Goes on by so many days (by the pace of the history), to a day that is worked. */
  wait(days: number): void
  then(slot: number, verb: string, data?: Readonly<Record<string, unknown>>): void
  /** A step some days from here without going there. */
  later(days: number, slot: number, verb: string, data?: Readonly<Record<string, unknown>>): void
  readonly steps: readonly Step[]
}

export interface Walking {
  readonly story: Story
  readonly from: number
  /** Share of the usual time that everything takes. */
  readonly pace: number
  readonly isWorked: (day: number) => boolean
}

export function startTrail({ story, from, pace, isWorked }: Walking): Trail {
  const steps: Step[] = []
  let day = from
  const workedFrom = (start: number): number => (isWorked(start) ? start : workedFrom(start + 1))
  const add = (on: number, slot: number, verb: string, data: Readonly<Record<string, unknown>> = {}) =>
    void steps.push({ day: on, slot, verb, story, data })
  return {
    get day() {
      return day
    },
    steps,
    wait: (days) => void (day = workedFrom(day + Math.max(days > 0 ? 1 : 0, Math.round(days * pace)))),
    then: (slot, verb, data) => add(day, slot, verb, data),
    later: (days, slot, verb, data) =>
      add(workedFrom(day + Math.max(0, Math.round(days * pace))), slot, verb, data),
  }
}
