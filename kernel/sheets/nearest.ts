import type { Choices, Field } from '../../model/index.ts'
import { compactText } from './fold.ts'

/** Below this share of common pairs two names have nothing to do with each other. */
const likenessMin = 0.5

/**
 * Answers the candidate most like a text, if any is like it: by Dice's coefficient over pairs of neighbouring
 * characters (L. R. Dice, 1945), with spaces and signs left out. An index by pair keeps it quick for many
 * thousand candidates.
 * @example nearestIn(['GTX Pro', 'MG Special'])('GTXPro') // 'GTX Pro'
 */
export function nearestIn(candidates: readonly string[]): (text: string) => string | undefined {
  const sizes = new Int32Array(candidates.length)
  const byPair = new Map<string, number[]>()
  candidates.forEach((candidate, i) => {
    const pairs = pairsOf(candidate)
    sizes[i] = pairs.size
    for (const pair of pairs) {
      const holders = byPair.get(pair)
      if (holders) holders.push(i)
      else byPair.set(pair, [i])
    }
  })
  return (text) => {
    const wanted = pairsOf(text)
    const shared = new Map<number, number>()
    for (const pair of wanted) for (const i of byPair.get(pair) ?? []) shared.set(i, (shared.get(i) ?? 0) + 1)
    let best: { at: number; likeness: number } | undefined
    for (const [at, common] of shared) {
      const likeness = (2 * common) / (wanted.size + sizes[at]!)
      if (likeness >= likenessMin && (!best || likeness > best.likeness)) best = { at, likeness }
    }
    return best && candidates[best.at]
  }
}

/** Neighbouring characters, the borders of the word included, so that short names are told apart too. */
function pairsOf(text: string): Set<string> {
  const characters = ['^', ...compactText(text), '$']
  return new Set(characters.slice(1).map((character, i) => `${characters[i]}${character}`))
}

/** The choice most like a text that is none. */
export function nearestChoice(field: Field, text: string, language: 'zh' | 'en'): string | undefined {
  const choices = Object.entries((field as { choices?: Choices }).choices ?? {})
  const near = nearestIn(choices.flatMap(([name, label]) => [name, label.zh, label.en ?? '']))(text)
  const found = choices.find(([name, label]) => [name, label.zh, label.en].includes(near))
  return found && ((language === 'en' ? found[1].en : undefined) ?? found[1].zh)
}
