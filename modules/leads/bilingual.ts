import { syllables } from './companyProfile.ts'
import type { CompanyProfile } from './companyProfile.ts'
import { isTradeWord, translateBrand } from './nameWords.ts'
import type { Meaning } from './nameWords.ts'
import { placesInEnglish, provinceOf, provinces } from './regions.ts'
import type { Similarity } from './similarity.ts'
import { compareJaroWinkler } from './textDistance.ts'

/** Sum of weights, in bits, at which the score is 0.80, and bits from there to odds. */
const BITS_AT_THRESHOLD = 3.2
const BITS_PER_ODDS = 2
/** Bits against, for each trade the English name states and the Chinese does not. */
const FOREIGN_TRADE = 1.5

/**
 * A Chinese name against an English one. Every agreement and disagreement adds its weight of evidence,
 * log2 of how much likelier it is in one company than in two (Fellegi and Sunter 1969): the place by pinyin,
 * the brand by pinyin, by initials, by meaning or by a likeness of sound (Jaro-Winkler), the trade by
 * translation. An invented English brand stays below the threshold unless place and a specific trade both
 * agree; such pairs are why a warning lists its reasons and asks.
 */
export function scoreBilingual(chinese: CompanyProfile, english: CompanyProfile): Similarity {
  const { tokens, stated, pinyin } = readEnglish(english)
  const reading = readChinese(chinese)
  const used = new Set<number>()
  const place = weighPlace(chinese, stated, used)
  const brandFirst = chinese.brand ? findSpelling(reading.spoken, tokens, used) : 0
  const trade = weighTrade(chinese, tokens, used)
  const brand = chinese.brand
    ? weighBrand({ reading, tokens, pinyin, used, spelled: brandFirst })
    : weighNoBrand(tokens, used)
  const bits = place + trade + brand
  const score = 1 / (1 + 2 ** -((bits - BITS_AT_THRESHOLD) / BITS_PER_ODDS + 2))
  const reasons = [
    ...(place > 0 ? [{ zh: '地区一致', en: 'Same place' }] : []),
    ...(brand > 3 ? [{ zh: '字号与英文名读音或含义相符', en: 'The brand agrees by sound or meaning' }] : []),
    ...(trade > 2 ? [{ zh: '行业用词与英文名相符', en: 'The trade words agree' }] : []),
  ]
  return { score: Math.round(score * 100) / 100, reasons }
}

interface Stated {
  readonly place: string
  readonly from: number
  readonly to: number
}

interface EnglishReading {
  readonly tokens: readonly string[]
  readonly stated: readonly Stated[]
  /** Tokens that are plain pinyin of two or three syllables. */
  readonly pinyin: ReadonlySet<string>
}

interface ChineseReading {
  readonly spoken: readonly string[]
  readonly joined: string
  readonly initials: string
  readonly allInitials: string
  readonly meanings: readonly Meaning[]
}

const chineseReadings = new WeakMap<CompanyProfile, ChineseReading>()

function readChinese(chinese: CompanyProfile): ChineseReading {
  const known = chineseReadings.get(chinese)
  if (known) return known
  const spoken = syllables(chinese.brand)
  const first = (all: readonly string[]) => all.map((one) => one[0]).join('')
  const reading = {
    spoken,
    joined: spoken.join(''),
    initials: first(spoken),
    allInitials: first(syllables(chinese.text)),
    meanings: translateBrand(chinese.brand),
  }
  chineseReadings.set(chinese, reading)
  return reading
}

const readings = new WeakMap<CompanyProfile, EnglishReading>()

/** Words and places of the English name, read once however many candidates it meets. */
function readEnglish(english: CompanyProfile): EnglishReading {
  const known = readings.get(english)
  if (known) return known
  const tokens = english.core
    .replace(/(?<=\p{L})['’](?=\p{L})/gu, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((token) => token && !/^(and|of|the|co|ltd|inc)$/.test(token))
  const reading = {
    tokens,
    stated: placesStated(tokens),
    pinyin: new Set(tokens.filter((token) => token.length > 4 && PINYIN_WORD.test(token))),
  }
  readings.set(english, reading)
  return reading
}

function weighPlace(chinese: CompanyProfile, stated: readonly Stated[], used: Set<number>): number {
  if (!chinese.region) return 0
  const province = provinceOf(chinese.region)
  for (const { place, from, to } of stated) {
    if (place !== chinese.region && place !== province?.name) continue
    for (let at = from; at < to; at++) used.add(at)
    return 3.2
  }
  return stated.length > 0 && stated.every(({ place }) => provinceOf(place) !== province) ? -4 : -0.8
}

/** Several places may be spelled alike (苏州 and 宿州 are both Suzhou), hence a list. */
let spelledPlaces: Map<string, string[]> | undefined

function placesStated(tokens: readonly string[]): Stated[] {
  spelledPlaces ??= spellPlaces()
  const found: Stated[] = []
  for (let from = 0; from < tokens.length; from++) {
    for (let to = Math.min(tokens.length, from + 3); to > from; to--) {
      const places = spelledPlaces.get(tokens.slice(from, to).join(''))
      if (!places) continue
      found.push(...places.map((place) => ({ place, from, to })))
      break
    }
  }
  return found
}

function spellPlaces(): Map<string, string[]> {
  const spelled = new Map<string, string[]>()
  for (const place of provinces.flatMap((one) => [one.name, ...one.cities])) {
    const english = placesInEnglish[place] ?? syllables(place).join('')
    spelled.set(english, [...(spelled.get(english) ?? []), place])
  }
  return spelled
}

/** Share of the brand's syllables that one token, or tokens side by side, spell out exactly. */
function findSpelling(spoken: readonly string[], tokens: readonly string[], used: Set<number>): number {
  for (let size = spoken.length; size >= 1; size--) {
    for (let start = 0; start + size <= spoken.length; start++) {
      const wanted = spoken.slice(start, start + size).join('')
      if (wanted.length < 3 || (size === 1 && spoken.length > 2)) continue
      const hit = findTokens(wanted, tokens, used)
      if (!hit) continue
      for (let at = hit[0]; at < hit[1]; at++) used.add(at)
      return size / spoken.length
    }
  }
  return 0
}

function findTokens(wanted: string, tokens: readonly string[], used: Set<number>): [number, number] | null {
  for (let from = 0; from < tokens.length; from++) {
    let joined = ''
    for (
      let to = from;
      to < Math.min(tokens.length, from + 5) && joined.length < wanted.length && !used.has(to);
      to++
    ) {
      joined += tokens[to]
      if (joined.length > 16 && wanted.length > 5 && joined.includes(wanted)) return [from, to + 1]
      if (
        joined === wanted ||
        joined.replace(/lv/g, 'lu').replace(/nv/g, 'nu') === wanted.replace(/lv/g, 'lu').replace(/nv/g, 'nu')
      )
        return [from, to + 1]
    }
  }
  return null
}

function weighTrade(chinese: CompanyProfile, tokens: readonly string[], used: Set<number>): number {
  let bits = 0
  for (const word of chinese.words) {
    if (word.class === 'brand' || word.stems.length === 0) continue
    const hits = tokens.flatMap((token, at) =>
      word.stems.some((stem) => token.startsWith(stem) || (stem.length > 3 && token.includes(stem)))
        ? [at]
        : [],
    )
    hits.forEach((at) => used.add(at))
    const weight = word.class === 'trade' ? 3.2 : word.class === 'general' ? 1 : 0.6
    bits += hits.length > 0 ? weight : word.class === 'trade' ? -1.2 : -0.3
  }
  return bits - FOREIGN_TRADE * tokens.filter((token, at) => !used.has(at) && isTradeWord(token)).length
}

interface BrandEvidence {
  readonly reading: ChineseReading
  readonly tokens: readonly string[]
  readonly pinyin: ReadonlySet<string>
  readonly used: ReadonlySet<number>
  /** Share of the syllables spelled out. */
  readonly spelled: number
}

function weighBrand({ reading, tokens, pinyin, used, spelled }: BrandEvidence): number {
  const { spoken, joined, meanings } = reading
  if (spelled === 1) return 4 + 3 * spoken.length
  if (spelled * spoken.length >= 2) return 3 + 5 * spelled
  if (spelled > 0) return 3
  const rest = tokens.filter((_, at) => !used.has(at))
  const meant = meanings.filter(({ stems }) =>
    tokens.some((token) => stems.some((stem) => token.startsWith(stem))),
  )
  const covered = meant.reduce((sum, { size }) => sum + size, 0) / spoken.length
  let best = covered === 1 ? 6.5 : covered >= 0.5 ? 3 : covered > 0 ? 1.5 : 0
  let stranger = false
  for (const [at, token] of rest.entries()) {
    if (pinyin.has(token) && !sameSound(token, joined)) stranger = true
    else best = Math.max(best, weighLikeness(reading, token, rest[at + 1]))
  }
  if (stranger && best < 6) return -4
  return best > 0 ? best : -1.2
}

/** The nearer the sound the more bits; a first letter alone is one in fifteen. */
function weighLikeness(
  { spoken, joined, initials, allInitials }: ChineseReading,
  token: string,
  next: string | undefined,
): number {
  const sameStart = token[0] === joined[0]
  const likeness = Math.max(
    compareJaroWinkler(joined, token),
    next ? compareJaroWinkler(joined, token + next) : 0,
  )
  const bySound =
    likeness >= 0.92
      ? 9
      : likeness >= 0.85
        ? 7
        : likeness >= 0.75 && sameStart
          ? 5
          : likeness >= 0.65 && sameStart
            ? 3.5
            : sameStart
              ? 1.8
              : likeness >= 0.7
                ? 2
                : 0
  const byInitials =
    token.length >= 2 && token === initials
      ? 3 + token.length
      : token.length >= 3 && allInitials.includes(token)
        ? 2 + token.length
        : 0
  const byFirst = spoken[0]!.length > 2 && token.startsWith(spoken[0]!) ? 4 : 0
  return Math.max(bySound, byInitials, byFirst)
}

/**
 * Two or three syllables of pinyin: an English brand that is plain pinyin must be our pinyin, or it is
 * someone else's.
 */
const FINAL =
  'iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|an|ao|ei|en|er|ia|ie|in|iu|ou|ua|ue|ui|un|uo|a|e|i|o|u'
const PINYIN_WORD = new RegExp(`^(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])(?:${FINAL})){2,3}$`)

/** Spellings that differ by ng/n or by a doubled reading are let through to the likeness of sound. */
const sameSound = (a: string, b: string): boolean => a.replace(/ng/g, 'n') === b.replace(/ng/g, 'n')

/** 云南锡业: place and trade are the whole name, so an English word that neither explains speaks against it. */
function weighNoBrand(tokens: readonly string[], used: Set<number>): number {
  return 2 - 3 * tokens.filter((_, at) => !used.has(at)).length
}
