import { callsOf } from './calls.ts'
import { fold } from './fold.ts'
import { readingsOf } from './readings.ts'
import { regionLetters } from './regions.ts'
import { syllablesOf } from './syllables.ts'

export { rankHit } from './rankHit.ts'

/**
 * The tokens under which a text is found, for a GIN index on text[]. Query tokens are always a subset of
 * them:
 *
 * - Han: every character and every two neighbours (东, 华东, 东精);
 * - letters and digits: every three neighbours of a word (0042 is 004 and 042), and its first one and two;
 * - pinyin of Han, full (huadongjingmi) and initials (hdjm), each again in threes, with every reading of a
 *   character
 *   in its place, so that 重庆 is found by chongqing and by zhongqing.
 *
 * A line that begins with a place is also found by what it is called without it (`calls.ts`).
 *
 * Threes rather than words or prefixes: the tail of a telephone, the middle of a code and half a syllable are
 * found by the same rule, at one token per character. Word borders - _ . / and spaces between digits are also
 * read through.
 * @example tokensOf('华东精密') // [..., '东精', ..., 'hdj', 'djm', ..., 'hua', 'uad', ...]
 */
export function tokensOf(text: string): string[] {
  const tokens = new Set<string>()
  for (const { run, han } of runsOf(text)) {
    if (han) addHan(tokens, run)
    else addWord(tokens, run)
  }
  // Where a call joins what the text has apart; what follows the joint is among the tokens already.
  for (const line of fold(text).split('\n'))
    for (const call of callsOf(line).slice(1)) addHan(tokens, call.slice(0, jointChars))
  for (const joined of joinedWords(fold(text))) addGrams(tokens, joined)
  for (const letter of regionLetters(text)) tokens.add(letter)
  return [...tokens]
}

/** A place in short has at most three characters, and a token spans three. */
const jointChars = 5

/**
 * What to look for: a text is a hit when its tokens contain them all (`tokens @> query`). Empty for a query
 * without any letter, digit or Han character.
 */
export function queryTokens(query: string): string[] {
  const tokens = new Set<string>()
  for (const { run, han } of runsOf(query)) {
    if (han) for (const gram of run.length === 1 ? [run] : grams(run, 2)) tokens.add(gram)
    else for (const gram of run.length < 3 ? [run] : grams(run, 3)) tokens.add(gram)
  }
  return [...tokens]
}

/**
 * A second, wider question for when the first gives too few hits: an abbreviation picks characters that are
 * not neighbours (深科技 of 深圳长城开发科技), so only the characters are asked for, and one or two letters beside Han
 * (the A of 南玻A, the ST of ST天山) are left out. Of pinyin each syllable is asked for by itself. Order such hits
 * by rankHit.
 */
export function looseQueryTokens(query: string): string[] {
  const runs = runsOf(query)
  const anyHan = runs.some(({ han }) => han)
  const tokens = runs.flatMap(({ run, han }) =>
    han
      ? [...run]
      : anyHan && run.length < 3
        ? []
        : (syllablesOf(run)?.map((one) => one.slice(0, 3)) ?? queryTokens(run)),
  )
  return [...new Set(tokens)]
}

/** The query as far as `looseQueryTokens` asks for it. */
export const looseQuery = (query: string): string => {
  const runs = runsOf(query)
  return runs.some(({ han }) => han)
    ? runs
        .filter(({ run, han }) => han || run.length >= 3)
        .map(({ run }) => run)
        .join('')
    : query
}

interface Run {
  readonly run: string
  readonly han: boolean
}

/** Unbroken stretches of Han and of letters with digits; everything else only separates. */
function runsOf(text: string): Run[] {
  const found = fold(text).match(/\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{M}\p{N}])+/gu) ?? []
  return found.map((run) => ({ run, han: /^\p{Script=Han}/u.test(run) }))
}

function addHan(tokens: Set<string>, run: string): void {
  for (const character of run) tokens.add(character)
  for (const gram of grams(run, 2)) tokens.add(gram)
  const readings = [...run].map(readingsOf)
  const initials = readings.map((list) => [...new Set(list.map((reading) => reading[0] ?? ''))])
  addReadings(tokens, readings)
  addReadings(tokens, initials)
}

/**
 * Every way to read a stretch, in threes: a piece spans at most three characters, so their readings are
 * combined locally.
 */
function addReadings(tokens: Set<string>, readings: readonly (readonly string[])[]): void {
  readings.forEach((list, i) => {
    let ways = list.map(String)
    for (const next of readings.slice(i + 1, i + 3))
      ways = ways.flatMap((way) => next.map((reading) => way + reading)).slice(0, 64)
    for (const way of ways) addWord(tokens, way)
  })
}

function addWord(tokens: Set<string>, word: string): void {
  tokens.add(word.slice(0, 1))
  if (word.length > 1) tokens.add(word.slice(0, 2))
  addGrams(tokens, word)
}

function addGrams(tokens: Set<string>, word: string): void {
  for (const gram of grams(word, 3)) tokens.add(gram)
}

/** XS202611-0042 as xs2026110042, and 138 0013 8000 as 13800138000. */
function joinedWords(folded: string): string[] {
  const joined = folded.match(/[a-z0-9]+(?:[-_./]+[a-z0-9]+|(?<=\d)[ ()]+(?=\d)[a-z0-9]+)+/g) ?? []
  return joined.map((word) => word.replace(/[^a-z0-9]/g, ''))
}

function grams(word: string, size: number): string[] {
  const characters = [...word]
  return characters
    .slice(0, Math.max(0, characters.length - size + 1))
    .map((_, i) => characters.slice(i, i + size).join(''))
}
