import { limits, spend, tooDeep, type Budget } from './budget.ts'
import { ExpressionError, type Place } from './error.ts'

const LETTERS_MAX = 20_000
/** So many brackets inside one another. */
const BRACKETS_MAX = 250

/**
 * Refuses what would keep the grammar busy for long, by one look over the letters: it follows several
 * readings at once, and its time grows with words, signs and brackets, not with the length of a text in
 * quotes.
 */
export const refuseLong = (source: string, budget: Budget): void => {
  if (source.length > LETTERS_MAX) throw tooLong({ from: 0, to: source.length })
  const tokensMax = limits[budget.author].tokens
  let tokens = 0
  let depth = 0
  for (let at = 0; at < source.length; tokens++) {
    const code = source.charCodeAt(at)
    if (code === QUOTE) at = endOfText(source, at)
    else if (isWord(code)) at = endOfWord(source, at)
    else {
      if (OPENING.includes(source[at]!)) depth++
      else if (CLOSING.includes(source[at]!)) depth--
      else if (code <= SPACE) tokens--
      at++
    }
    if (depth > BRACKETS_MAX) throw tooDeep({ from: at - 1, to: at })
    if (tokens >= tokensMax) throw tooLong({ from: 0, to: source.length })
  }
  spend(budget, source.length >> 3)
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const SPACE = 0x20
const OPENING = '([{'
const CLOSING = ')]}'

const isWord = (code: number): boolean =>
  (code >= 0x30 && code <= 0x39) ||
  (code >= 0x41 && code <= 0x5a) ||
  (code >= 0x61 && code <= 0x7a) ||
  code === 0x5f ||
  code > 0x7f

const endOfWord = (source: string, from: number): number => {
  let at = from + 1
  while (at < source.length && isWord(source.charCodeAt(at))) at++
  return at
}

const endOfText = (source: string, from: number): number => {
  for (let at = from + 1; at < source.length; at++) {
    const code = source.charCodeAt(at)
    if (code === BACKSLASH) at++
    else if (code === QUOTE) return at + 1
  }
  const sentence = { zh: '文本缺少结尾的引号', en: 'The text has no closing quote' }
  throw new ExpressionError('syntax', sentence, { from, to: source.length })
}

const tooLong = (place: Place): ExpressionError =>
  new ExpressionError(
    'too_long',
    {
      zh: '表达式太长，请拆开或改用列表',
      en: 'The expression is too long: split it up, or put values into a list',
    },
    place,
  )
