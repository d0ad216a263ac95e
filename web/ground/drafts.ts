/** What a form is about, so that its draft is found again: of which record, and which part of it. */
export interface FormPlace {
  readonly object: string
  /** Id of the record; `new` for one that is being made. */
  readonly record: string
  /** The form, one field of it, or an action by name. */
  readonly part: string
}

type Values = Readonly<Record<string, unknown>>

/** What was typed and not saved yet. */
export interface Draft {
  readonly at: string
  readonly values: Values
  /** What the same fields were when they were opened: others may have changed them since. */
  readonly was: Values
}

const prefix = 'draft '
/** After that nobody goes on with it. */
const keptDays = 30

const keyOf = (person: string, { object, record, part }: FormPlace) =>
  `${prefix}${person} ${object} ${record} ${part}`

const draftKeys = () => Object.keys(localStorage).filter((key) => key.startsWith(prefix))

/**
 * Keeps on this device what was typed. Where the device has no room left the oldest drafts make some.
 * @returns whether it is kept
 */
export function keepDraft(person: string, place: FormPlace, draft: Omit<Draft, 'at'>): boolean {
  if (over) return false
  const text = JSON.stringify({ at: new Date().toISOString(), ...draft } satisfies Draft)
  const key = keyOf(person, place)
  for (;;)
    try {
      localStorage.setItem(key, text)
      return true
    } catch {
      const oldest = draftKeys()
        .filter((one) => one !== key)
        .sort((a, b) => (read(a)?.at ?? '').localeCompare(read(b)?.at ?? ''))[0]
      if (!oldest) return false
      localStorage.removeItem(oldest)
    }
}

export const readDraft = (person: string, place: FormPlace): Draft | undefined => {
  const draft = read(keyOf(person, place))
  return draft && Object.keys(draft.values).length > 0 ? draft : undefined
}

export const forgetDraft = (person: string, place: FormPlace): void =>
  localStorage.removeItem(keyOf(person, place))

/** What of a record was left unsaved: which parts, and since when. Its actions ask by themselves. */
export const listDrafts = (
  person: string,
  object: string,
  record: string,
): readonly { readonly part: string; readonly at: string }[] => {
  const start = keyOf(person, { object, record, part: '' })
  return draftKeys()
    .filter((key) => key.startsWith(start))
    .map((key) => ({ part: key.slice(start.length), at: read(key)?.at ?? '' }))
    .filter(({ part, at }) => at && !part.startsWith('action '))
}

/** Whoever signs in finds nothing of others on the device; what is too old goes with it. */
export function forgetDraftsOfOthers(person: string, now = Date.now()): void {
  for (const key of draftKeys()) {
    const at = Date.parse(read(key)?.at ?? '')
    if (!key.startsWith(`${prefix}${person} `) || !(now - at < keptDays * 24 * 60 * 60 * 1000))
      localStorage.removeItem(key)
  }
}

/** From then on nothing is kept: a page that is on its way out would keep what was just forgotten. */
let over = false

/** Nothing of anybody stays on the device, and this page keeps no more. */
export function forgetAllDrafts(): void {
  over = true
  for (const key of draftKeys()) localStorage.removeItem(key)
}

export const countDrafts = (person: string): number =>
  draftKeys().filter((key) => key.startsWith(`${prefix}${person} `)).length

/** The storage is input like any other: what has not the shape of a draft is none. */
function read(key: string): Draft | undefined {
  try {
    const { at, values, was } = JSON.parse(localStorage.getItem(key) ?? 'null') as Draft
    const isMap = (one: unknown) => typeof one === 'object' && one !== null && !Array.isArray(one)
    return typeof at === 'string' && isMap(values) ? { at, values, was: isMap(was) ? was : {} } : undefined
  } catch {
    return undefined
  }
}
