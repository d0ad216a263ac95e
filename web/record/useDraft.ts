import { useEffect, useEffectEvent, useState } from 'react'
import { flushSync } from 'react-dom'
import { forgetDraft, keepDraft, readDraft, type Draft, type FormPlace } from '../ground/drafts.ts'
import { useHouse } from '../ground/session.ts'
import { noteUnsaved } from '../ground/unsaved.ts'
import { changedValues, isSame } from './formFields.ts'

type Values = Readonly<Record<string, unknown>>

interface Form {
  /** Nothing is kept of a form without a place. */
  readonly place: FormPlace | undefined
  readonly initial: Values
  readonly values: Values
}

/** A draft of an earlier time, which may be taken up again. */
export interface Offer extends Draft {
  /** Fields of it that others have changed since. */
  readonly overtaken: readonly string[]
}

/** A moment of rest after the last key. */
const restMs = 300

/**
 * Keeps what is typed into a form on this device, and offers it back when the form is opened again. What is
 * typed before the offer is answered is laid over it, so that neither is lost.
 */
export function useDraft({ place, initial, values }: Form) {
  const { session } = useHouse()
  const person = session.user.id
  const [offer, setOffer] = useState(() => offerOf(place && readDraft(person, place), initial))
  const [saved, setSaved] = useState(false)
  const typed = changedValues(initial, values)
  const text = JSON.stringify(typed)
  const dirty = !saved && text !== '{}'
  useEffect(() => (dirty ? noteUnsaved() : undefined), [dirty])
  const keep = useEffectEvent((said: string) => {
    // A draft that waits for its answer stays as it is, with its time.
    if (!place || saved || (offer && said === '{}')) return
    const changed = { ...offer?.values, ...(JSON.parse(said) as Values) }
    const was = Object.fromEntries(
      Object.keys(changed).map((name) => [name, offer?.was[name] ?? initial[name] ?? null]),
    )
    if (Object.keys(changed).length > 0) keepDraft(person, place, { values: changed, was })
    else forgetDraft(person, place)
  })
  useEffect(() => {
    const timer = setTimeout(() => keep(text), restMs)
    return () => clearTimeout(timer)
  }, [text])
  const keepNow = useEffectEvent(() => keep(text))
  useEffect(() => {
    const now = () => keepNow()
    // A page that is closed does not rest first, nor does a form.
    addEventListener('pagehide', now)
    return () => {
      removeEventListener('pagehide', now)
      now()
    }
  }, [])
  return {
    offer,
    dirty,
    /** The draft is in the form now. */
    take: () => setOffer(undefined),
    drop: () => {
      if (place) forgetDraft(person, place)
      setOffer(undefined)
    },
    /** What was typed has reached the server. */
    finish: () => {
      flushSync(() => setSaved(true))
      if (place) forgetDraft(person, place)
    },
  }
}

function offerOf(draft: Draft | undefined, initial: Values): Offer | undefined {
  if (!draft) return undefined
  const values = Object.fromEntries(
    Object.entries(draft.values).filter(([name, value]) => !isSame(value, initial[name])),
  )
  const overtaken = Object.keys(values).filter((name) => !isSame(draft.was[name], initial[name]))
  return Object.keys(values).length > 0 ? { ...draft, values, overtaken } : undefined
}
