import { screenOf } from '../../../web/fields/kinds.ts'
import { isWritable } from '../../../web/ground/definitions.ts'
import type { Titles } from '../../../web/ground/records.ts'
import { Value } from '../../../web/record/Value.tsx'
import { useLabel } from '../../../web/words/words.ts'
import type { Bench } from './useBench.ts'

/** One figure or word of a line: typed where the quote is a draft, shown otherwise. */
export function LineCell({
  bench,
  at,
  name,
  titles,
  prefix = 'line',
}: {
  readonly bench: Bench
  readonly at: number
  readonly name: string
  readonly titles: Titles | undefined
  readonly prefix?: string
}) {
  const label = useLabel()
  const field = bench.lineFields[name]!
  const { Edit } = screenOf(field)
  // A line has no currency of its own; its cost is in the company's.
  const record = {
    ...bench.figuresOf(at),
    ...(/^(computed_)?cost/.test(name) ? {} : { currency: bench.quote.currency }),
  }
  if (!Edit || !isWritable(field) || !bench.may)
    return (
      <span data-figure={name}>
        <Value
          field={field}
          value={record[name as keyof typeof record]}
          record={record}
          titles={titles}
          compact
        />
      </span>
    )
  const id = `${prefix}-${at}-${name}`
  return (
    <>
      <label className="visually-hidden" htmlFor={id}>{`#${at + 1} ${label(field.label, name)}`}</label>
      <Edit
        id={id}
        name={name}
        field={field}
        value={bench.lines[at]![name] ?? null}
        record={record}
        titles={titles}
        onChange={(value) => bench.putCell(at, name, value)}
      />
    </>
  )
}
