import { useEffect, useMemo, useState } from 'react'
import { fieldsOf, isWritable, type AnyField } from '../../../web/ground/definitions.ts'
import type { FullRecord } from '../../../web/ground/records.ts'
import { useHouse } from '../../../web/ground/session.ts'
import { newLine } from '../../../web/record/lineColumns.ts'
import { useSave } from '../../../web/record/useSave.ts'
import { reckonQuote } from './reckon.ts'

export type Values = Readonly<Record<string, unknown>>
export type Fields = Readonly<Record<string, AnyField>>

/** A quote on the bench: what is saved, what is typed over it, and the figures that follow. */
export function useBench(record: FullRecord) {
  const { screens, zone } = useHouse()
  const object = screens.objects.quote!
  const child = screens.objects.quote_line!
  const [typed, setTyped] = useState<Values>()
  const { save: send, conflict, reset } = useSave(object, record)
  const [quoteFields, lineFields] = useMemo(
    () => [fieldsOf(screens, object), fieldsOf(screens, child)],
    [screens, object, child],
  )
  // What others do to the quote shows as long as nothing is typed here; after that the save tells of it.
  useEffect(() => {
    if (!typed) reset(record)
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [record, typed === undefined])

  const quote: Values = { ...record, ...typed }
  const lines = (Array.isArray(quote.lines) ? quote.lines : []) as readonly Values[]
  const figures = useMemo(
    () =>
      typed
        ? reckonQuote({ quote, lines, quoteFields, lineFields, kinds: screens.field_kinds, zone })
        : undefined,
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [typed, record],
  )
  const shown = figures ?? { quote, lines }
  const put = (name: string, value: unknown) => setTyped({ ...typed, [name]: value })
  const putLines = (next: readonly Values[]) => put('lines', next)
  return {
    object,
    quoteFields,
    lineFields,
    conflict,
    quote,
    lines,
    typed: typed !== undefined,
    may: record._may?.update === true && record.stage === 'draft' && record._locked !== true,
    /** Figures of line `at`, as typed and as reckoned. */
    figuresOf: (at: number): Values => ({ ...lines[at], ...pickComputed(shown.lines[at], lineFields) }),
    sums: { ...quote, ...pickComputed(shown.quote, quoteFields) } as Values,
    put,
    putCell: (at: number, name: string, value: unknown) =>
      putLines(lines.map((line, index) => (index === at ? { ...line, [name]: value } : line))),
    addLine: () => putLines([...lines, newLine(child.fields as Fields)]),
    removeLine: (at: number) => putLines(lines.filter((_, index) => index !== at)),
    copyLine: (at: number) =>
      putLines([
        ...lines.slice(0, at + 1),
        Object.fromEntries(
          Object.entries(lines[at]!).filter(
            ([name]) =>
              name !== 'id' &&
              lineFields[name] !== undefined &&
              isWritable(lineFields[name]) &&
              name !== 'owner' &&
              name !== 'department',
          ),
        ),
        ...lines.slice(at + 1),
      ]),
    undo: () => setTyped(undefined),
    save: async () => {
      if (!typed) return
      // Only what was typed: roll-ups move without a new version.
      await send(typed)
      setTyped(undefined)
    },
  }
}

export type Bench = ReturnType<typeof useBench>

const pickComputed = (row: Values | undefined, fields: Fields): Values =>
  Object.fromEntries(Object.entries(row ?? {}).filter(([name]) => fields[name]?.expression !== undefined))
