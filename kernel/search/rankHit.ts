import { callsOf } from './calls.ts'
import { compact } from './fold.ts'
import { readingsOf } from './readings.ts'
import { syllablesOf } from './syllables.ts'

/**
 * How well a text answers a query, for ordering hits: higher is better, 0 is no likeness. The steps, each
 * above all of the next: the same; begins with it; contains it; contains its characters in order, the closer
 * together and the nearer the front the better; contains most of them. Shorter texts win within a step.
 * A name is also compared by what it is called without its place (calls.ts), a little below itself.
 */
export function rankHit(query: string, text: string): number {
  const wanted = compact(query)
  const calls = callsOf(compact(text))
  const best = (compare: (call: string) => number) =>
    Math.max(...calls.map((call, i) => (i === 0 ? 1 : calledShare) * compare(call)))
  const direct = best((call) => rankText(wanted, call))
  if (direct >= 700 || !/^[a-z]{2,}$/.test(wanted) || !/\p{Script=Han}/u.test(calls[0]!)) return direct
  const syllables = syllablesOf(wanted)
  return Math.max(
    direct,
    best((call) => {
      const { full, initials } = spell(call)
      const spelled = Math.max(rankText(wanted, full), rankText(wanted, initials))
      // Letters that only come in order say little; whole syllables that do are an abbreviation.
      return 0.95 * (syllables && spelled < 700 ? rankSyllables(syllables, call) : spelled)
    }),
  )
}

/** As `rankText`, a syllable for a character: of a character that may be read several ways the one that fits. */
function rankSyllables(wanted: readonly string[], text: string): number {
  const asCharacter = (one: string) => String.fromCodePoint(0xf0000 + wanted.indexOf(one))
  const found = [...text].map((character) => {
    const fitting = readingsOf(character).find((reading) => wanted.includes(reading))
    return fitting ? asCharacter(fitting) : character
  })
  return rankText(wanted.map(asCharacter).join(''), found.join(''))
}

/** Begins with it once the place is left out: above what only contains it. */
const calledShare = 0.98

function rankText(wanted: string, found: string): number {
  if (!wanted || !found) return 0
  const brevity = 1 / (1 + found.length)
  if (wanted === found) return 1000
  const at = found.indexOf(wanted)
  if (at === 0) return 900 + brevity * 10
  if (at > 0) return 800 - Math.min(at, 50) + brevity * 10
  const characters = [...wanted]
  const { matched, spread, first } = matchInOrder(characters, [...found].slice(0, 120))
  const share = matched / characters.length
  return Math.max(
    0,
    share * share * 500 +
      (share === 1 ? 100 : 0) -
      Math.min(spread, 60) -
      Math.min(first, 30) / 2 +
      brevity * 100,
  )
}

/**
 * The usual pinyin of the first forty characters; a query in letters against a Chinese name is compared with
 * it.
 */
function spell(text: string): { full: string; initials: string } {
  const syllables = [...text]
    .slice(0, 40)
    .map((character) => (/\p{Script=Han}/u.test(character) ? (readingsOf(character)[0] ?? '') : character))
  return { full: syllables.join(''), initials: syllables.map((syllable) => syllable[0] ?? '').join('') }
}

/**
 * The longest part of the query found in order, and among equals the tightest: by dynamic programming over
 * both.
 */
function matchInOrder(
  wanted: readonly string[],
  found: readonly string[],
): { matched: number; spread: number; first: number } {
  let best = { matched: 0, spread: 0, first: 0 }
  // state[j]: the best chain that ends with the j-th character of the text
  let states = found.map(() => ({ matched: 0, spread: 0, first: 0 }))
  for (const character of wanted) {
    let before = { matched: 0, spread: 0, first: 0, at: -1 }
    const next = states.map((state) => ({ ...state }))
    found.forEach((here, j) => {
      if (here === character) {
        const chain = before.matched
          ? { matched: before.matched + 1, spread: before.spread + j - before.at - 1, first: before.first }
          : { matched: 1, spread: 0, first: j }
        if (isBetter(chain, next[j] ?? chain)) next[j] = chain
      }
      const state = states[j]
      if (
        state?.matched &&
        isBetter({ ...state, spread: state.spread - j }, { ...before, spread: before.spread - before.at })
      )
        before = { ...state, at: j }
    })
    states = next
  }
  for (const state of states) if (isBetter(state, best)) best = state
  return best
}

const isBetter = (a: { matched: number; spread: number }, b: { matched: number; spread: number }): boolean =>
  a.matched > b.matched || (a.matched === b.matched && a.matched > 0 && a.spread < b.spread)
