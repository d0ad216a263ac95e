/** Which finals follow which initials, without tones; ü is v. Source: the table of Hanyu Pinyin. */
const table: readonly (readonly [initials: string, finals: string])[] = [
  ['', 'a|ai|an|ang|ao|e|ei|en|eng|er|o|ou'],
  ['b|p|m|f', 'a|ai|an|ang|ao|e|ei|en|eng|i|ian|iao|ie|in|ing|iu|o|ou|u'],
  ['d|t', 'a|ai|an|ang|ao|e|ei|en|eng|i|ia|ian|iao|ie|ing|iu|ong|ou|u|uan|ui|un|uo'],
  ['n|l', 'a|ai|an|ang|ao|e|ei|en|eng|i|ia|ian|iang|iao|ie|in|ing|iu|ong|ou|u|uan|ue|un|uo|v|ve'],
  ['g|k|h', 'a|ai|an|ang|ao|e|ei|en|eng|ong|ou|u|ua|uai|uan|uang|ui|un|uo'],
  ['j|q|x', 'i|ia|ian|iang|iao|ie|in|ing|iong|iu|u|uan|ue|un'],
  ['zh|ch|sh|r|z|c|s', 'a|ai|an|ang|ao|e|ei|en|eng|i|ong|ou|u|ua|uai|uan|uang|ui|un|uo'],
  ['y', 'a|an|ang|ao|e|i|in|ing|o|ong|ou|u|uan|ue|un'],
  ['w', 'a|ai|an|ang|ei|en|eng|o|u'],
]
const syllables = new Set(
  table.flatMap(([initials, finals]) =>
    initials.split('|').flatMap((initial) => finals.split('|').map((final) => initial + final)),
  ),
)

/**
 * Letters as the syllables of pinyin that they are typed for; null where they are no pinyin, or one syllable.
 * @example syllablesOf('fuaogufen') // ['fu', 'ao', 'gu', 'fen']
 */
export function syllablesOf(letters: string): readonly string[] | null {
  if (!/^[a-z]{4,30}$/.test(letters)) return null
  // From the end: the fewest syllables that each rest falls into, and the longest first of those.
  const rests: (readonly string[] | null)[] = Array(letters.length).fill(null)
  rests.push([])
  for (let at = letters.length - 1; at >= 0; at--)
    for (let length = Math.min(6, letters.length - at); length > 0; length--) {
      const piece = letters.slice(at, at + length)
      const rest = rests[at + length]
      if (!rest || !syllables.has(piece)) continue
      const present = rests[at]
      if (!present || rest.length + 1 < present.length) rests[at] = [piece, ...rest]
    }
  const found = rests[0]
  return found && found.length > 1 ? found : null
}
