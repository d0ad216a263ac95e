import type { SqlText } from './compileToSql.ts'

/** Texts and their parameters as one; the placeholders are numbered anew. */
export function together(...parts: readonly (string | SqlText)[]): SqlText {
  const params: unknown[] = []
  const text = parts
    .map((part) => {
      if (typeof part === 'string') return part
      const before = params.length
      params.push(...part.params)
      return before === 0
        ? part.text
        : part.text.replace(/\$(\d+)/g, (_, digits: string) => `$${Number(digits) + before}`)
    })
    .join('')
  return { text, params }
}
