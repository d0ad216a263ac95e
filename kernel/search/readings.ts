import { polyphonic } from 'pinyin-pro'

const known = new Map<string, readonly string[]>()

/**
 * How a Han character may be read, without tones, the usual reading first, at most four: 重 is zhong and
 * chong; ü is v, as it is typed. Every character is looked up once, for the dictionary costs a hundred times
 * the lookup.
 */
export function readingsOf(character: string): readonly string[] {
  let readings = known.get(character)
  if (!readings) {
    const all = polyphonic(character, { toneType: 'none', type: 'array', v: true })[0] ?? []
    readings = [...new Set([all].flat().flatMap((text) => text.split(' ')))]
      .filter((reading) => /^[a-z]+$/.test(reading))
      .slice(0, 4)
    known.set(character, readings)
  }
  return readings
}
