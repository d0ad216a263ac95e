import { placeAt, regionLetters } from './regions.ts'

/**
 * What a name is called besides itself: a firm by its brand, without the place before it (丰佳集团 for
 * 深圳市丰佳集团), by the place without its suffix (深圳丰佳集团), and by a plate, one character of the place before the
 * brand (深丰佳集团). The name itself comes first.
 * @example callsOf('深圳市丰佳集团') // ['深圳市丰佳集团', '丰佳集团', '深圳丰佳集团', '深丰佳集团']
 */
export function callsOf(name: string): readonly string[] {
  const place = placeAt(name)
  if (!place) return [name]
  const rest = name.slice(place.length)
  // A brand has two characters at least; 上海机场 has none but its place.
  if (!/^\p{Script=Han}{2}/u.test(rest)) return [name]
  const short = place.replace(/[省市县区]/g, '')
  const letters = new Set([place[0]!, ...regionLetters(place)])
  return [...new Set([name, rest, short + rest, ...[...letters].map((letter) => letter + rest)])]
}
