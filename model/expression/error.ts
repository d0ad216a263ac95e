import { Refusal, type Label } from '../refuse.ts'

export interface Place {
  readonly from: number
  readonly to: number
}

/** A refusal that points at a place (UTF-16 offsets) in the source of an expression. */
export class ExpressionError extends Refusal {
  readonly from: number
  readonly to: number

  constructor(code: string, sentence: Label, place: Place) {
    super(code, sentence, { data: { from: place.from, to: place.to } })
    this.name = 'ExpressionError'
    this.from = place.from
    this.to = place.to
  }
}

export const refuseUnknown = (name: string, known: Iterable<string>, place: Place): ExpressionError => {
  const near = findNearest(name, known)
  return new ExpressionError(
    'unknown_name',
    {
      zh: `没有名为“${name}”的字段或函数${near ? `，是不是“${near}”？` : ''}`,
      en: `Nothing is called "${name}"${near ? `: did you mean "${near}"?` : ''}`,
    },
    place,
  )
}

export const refuseInSql = (what: string, place: Place): ExpressionError =>
  new ExpressionError(
    'not_in_sql',
    {
      zh: `这里的写法（${what}）不能用于查询，只能用于单条记录的计算`,
      en: `This cannot be used in a query, only on one record at a time: ${what}`,
    },
    place,
  )

/** Nothing of ours has a longer name, and edits are counted letter by letter. */
const NAME_MAX = 60

/** The known name with the fewest edits, when close enough to be what was meant. */
export const findNearest = (name: string, known: Iterable<string>): string | undefined => {
  if (name.length > NAME_MAX) return undefined
  let best: string | undefined
  let fewest = Math.max(1, Math.floor(name.length / 3)) + 1
  for (const candidate of known) {
    const edits = countEdits(name.toLowerCase(), candidate.toLowerCase())
    if (edits < fewest) {
      fewest = edits
      best = candidate
    }
  }
  return best
}

/** Levenshtein distance. */
const countEdits = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)))
    row = next
  }
  return row[b.length]!
}
