import type { Actor, Definitions } from '../../model/index.ts'

interface Asking {
  readonly actor: Actor
  readonly definitions: Definitions
}

interface Memory {
  readonly definitions: Definitions
  readonly known: Map<string, unknown>
}

const memories = new WeakMap<Actor, Memory>()
const questionsMax = 200

/**
 * What follows from a person's rights and a question alone, as the text of a statement does, is made once and
 * kept as long as those rights are (see auth/whoComes.ts: never past a change of them). Composing a statement
 * costs more than finding its rows. The maker must not look at the clock: a condition that does is not to be
 * remembered.
 */
export function remembered<T>({ actor, definitions }: Asking, question: string, make: () => T): T {
  if (actor.trusted || restsOnTime(definitions)) return make()
  const present = memories.get(actor)
  const { known } = present?.definitions === definitions ? present : renew(actor, definitions)
  if (known.has(question)) return known.get(question) as T
  const made = make()
  if (known.size >= questionsMax) known.clear()
  known.set(question, made)
  return made
}

function renew(actor: Actor, definitions: Definitions): Memory {
  const memory = { definitions, known: new Map<string, unknown>() }
  memories.set(actor, memory)
  return memory
}

/** Whether FEEL text asks for the moment. */
export const asksTheClock = (source: string) => /now|today/.test(source)

const timely = new WeakMap<Definitions, boolean>()

/** Whether any grant of any role opens rows by the hour. */
function restsOnTime(definitions: Definitions): boolean {
  const known = timely.get(definitions)
  if (known !== undefined) return known
  const found = Object.values(definitions.objects).some((object) =>
    asksTheClock(JSON.stringify(object.access)),
  )
  timely.set(definitions, found)
  return found
}
