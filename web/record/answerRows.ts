import { zh, type Word } from '../words/zh.ts'

export type AnswerRow = Readonly<Record<string, unknown>>

/**
 * A list that an action answers, to be read and not to be followed: what lies on stock, what is needed, what
 * fits.
 * @example rowsOf({ lines: [{ name: '法兰', shortage: '4' }] }) // [{ name: '法兰', shortage: '4' }]
 */
export function rowsOf(answer: unknown): readonly AnswerRow[] | undefined {
  if (!answer || typeof answer !== 'object' || 'version' in answer) return undefined
  return Object.values(answer).find(
    (value): value is readonly AnswerRow[] =>
      Array.isArray(value) &&
      value.every(
        (row) => row !== null && typeof row === 'object' && columnsIn([row as AnswerRow]).length > 1,
      ),
  )
}

/** Columns that people have a word for, in the order of the words; ids and the like stay out. */
export function columnsIn(rows: readonly AnswerRow[]): readonly string[] {
  const there = new Set(rows.flatMap((row) => Object.keys(row)))
  return worded.filter((name) => there.has(name))
}

const worded = Object.keys(zh).flatMap((word) =>
  word.startsWith('answer.') ? [word.slice('answer.'.length)] : [],
)

export const wordOf = (name: string): Word => `answer.${name}` as Word
