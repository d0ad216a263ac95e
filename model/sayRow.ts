import type { Label } from './refuse.ts'

type Row = Readonly<Record<string, unknown>>
type Sentences = Readonly<Record<string, Label>>

/**
 * What rows of codes and figures say, a sentence each: by the sentence of the code, else by the label that a
 * row brings itself, else the text as it is. Figures are read with four digits that count.
 * @example sayRows([{ code: 'heavy', mass: 9.90001 }], { heavy: { zh: '重 {{mass}} kg' } }) // [{ zh: '重 9.9
 * kg' }]
 */
export const sayRows = (value: unknown, sentences: Sentences): readonly Label[] =>
  (Array.isArray(value) ? (value as readonly unknown[]) : []).map((row) =>
    typeof row === 'object' && row !== null ? sayRow(row as Row, sentences) : { zh: String(row) },
  )

function sayRow(row: Row, sentences: Sentences): Label {
  const sentence = Object.hasOwn(sentences, String(row.code)) ? sentences[String(row.code)] : undefined
  if (sentence) return { zh: fill(sentence.zh, row), ...(sentence.en ? { en: fill(sentence.en, row) } : {}) }
  return (row.label as Label | undefined) ?? { zh: String(row.code ?? '') }
}

const fill = (sentence: string, row: Row): string =>
  sentence.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => said(row[name]))

const said = (value: unknown): string =>
  value === null || value === undefined
    ? '—'
    : typeof value === 'number'
      ? String(Number(value.toPrecision(4)))
      : String(value)
