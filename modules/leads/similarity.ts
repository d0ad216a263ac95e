import type { Label } from '../../model/refuse.ts'
import { scoreAbbreviation } from './abbreviation.ts'
import { scoreBilingual } from './bilingual.ts'
import { profileCompany } from './companyProfile.ts'
import type { CompanyProfile } from './companyProfile.ts'
import { normalisePhone } from './normalise.ts'
import { provinceOf } from './regions.ts'
import { compareBigrams, compareJaroWinkler } from './textDistance.ts'

export { companyKeys, leadKeys } from './companyKeys.ts'

/** Shipped threshold of the duplicate warning, inclusive: 0.80 warns, 0.79 does not (CUS-12). */
export const calibratedLikeness = 0.8

export interface Similarity {
  /** 0 to 1, two decimals. */
  readonly score: number
  readonly reasons: readonly Label[]
}

/**
 * How likely two names mean one company. A field comparison in the manner of Fellegi and Sunter (1969):
 * the name is cut into place, brand (字号), trade words and legal form, because
 * two strangers share everything but the brand (成都天箭科技 / 成都立航科技) while one company loses
 * everything but the brand (浙江巨化股份有限公司 / 巨化). Chinese against English goes by pinyin and meaning;
 * brands are compared exactly, by sound, and by Jaro-Winkler; Dice bigrams grade what lies below the
 * threshold.
 *
 * @example companySimilarity('杭州贯通机械（集团）有限公司', '杭州贯通机械集团有限公司').score === 1
 */
export function companySimilarity(a: string, b: string): Similarity {
  return compareProfiles(profileCompany(a), profileCompany(b))
}

export interface DuplicateSide {
  readonly phone?: string | null
  readonly company?: string | null
}

/**
 * Two leads are one when the company is one, or when the telephone is one: a shared mobile or landline warns
 * whatever the names say, for it is the same desk or a person who changed employer, and a warning can be
 * waved through. A service number (400, 800) belongs to many desks and only strengthens a likeness of names.
 */
export function duplicateScore(a: DuplicateSide, b: DuplicateSide): Similarity {
  const phoneA = normalisePhone(a.phone)
  const phoneB = normalisePhone(b.phone)
  const named = Boolean(a.company?.trim() && b.company?.trim())
  const name = named ? companySimilarity(a.company!, b.company!) : { score: 0, reasons: [] }
  if (!phoneA.phone || !phoneB.phone || phoneA.phone !== phoneB.phone) return name
  const reasons = [
    { zh: `电话相同：${phoneA.phone}`, en: `Same telephone: ${phoneA.phone}` },
    ...name.reasons,
  ]
  if (!named) return { score: phoneA.kind === 'service' ? 0.8 : 0.95, reasons }
  if (phoneA.kind === 'service') return { score: round(Math.max(name.score, 0.5 + name.score / 2)), reasons }
  return { score: round(Math.max(name.score, 0.9 + name.score / 10)), reasons }
}

function compareProfiles(a: CompanyProfile, b: CompanyProfile): Similarity {
  if (!a.core || !b.core) return { score: 0, reasons: [] }
  if (a.key === b.key)
    return result(1, '名称相同（不计空格、括号、后缀）', 'Same name but for spacing, brackets and legal form')
  if (a.latin !== b.latin) return scoreBilingual(a.latin ? b : a, a.latin ? a : b)
  if (a.latin) return compareLatin(a, b)
  const fields = compareFields(a, b)
  const [short, long] = isShorter(a, b) ? [a, b] : [b, a]
  const abbreviated = short.suffix ? null : scoreAbbreviation(short, long)
  return abbreviated && abbreviated.score > fields.score ? abbreviated : fields
}

const isShorter = (a: CompanyProfile, b: CompanyProfile): boolean =>
  Boolean(a.suffix) === Boolean(b.suffix) ? a.text.length <= b.text.length : !a.suffix

/** Both names written out: brand against brand, place against place, trade against trade. */
function compareFields(a: CompanyProfile, b: CompanyProfile): Similarity {
  const places = comparePlaces(a.region, b.region)
  if (a.bare === b.bare) {
    if (places !== 'differ')
      return result(
        0.97,
        '名称相同，仅地区或集团等字样有无不同',
        'Same name; only the place or the word group is missing',
      )
    if (!a.brand) return result(0.5, '行业相同而地区不同，没有字号', 'Same trade in another place, no brand')
    return result(
      0.76,
      '字号与行业相同而地区不同，可能是同一集团',
      'Same brand and trade in another place: perhaps one group',
    )
  }
  const overlap = compareTrades(a, b)
  if (a.brand && a.brand === b.brand) {
    if (places === 'differ') return result(0.7, '字号相同而地区不同', 'Same brand in another place')
    if (overlap >= 0.34)
      return result(0.85 + overlap / 10, '字号相同，行业相近', 'Same brand and a related trade')
    if (overlap < 0) return result(0.84, '字号相同，其中一方未写行业', 'Same brand, one side names no trade')
    return places === 'same' && a.brand.length > 1
      ? result(0.8, '字号与地区相同，行业不同', 'Same brand and place, another trade')
      : result(0.7, '字号相同，行业不同', 'Same brand, another trade')
  }
  const near = compareBigrams(a.bare, b.bare)
  if (
    a.brand.length > 1 &&
    a.brand.length === b.brand.length &&
    a.sound() === b.sound() &&
    overlap > 0.5 &&
    places !== 'differ'
  ) {
    return result(0.83, '字号读音相同，行业相同', 'The brands sound alike, same trade')
  }
  if (
    a.brand.length > 3 &&
    compareJaroWinkler(a.brand, b.brand) >= 0.9 &&
    overlap > 0.5 &&
    places !== 'differ'
  ) {
    return result(0.82, '字号仅差一字，行业相同', 'The brands differ by one character, same trade')
  }
  return {
    score: round(Math.min(0.74, near * 0.74)),
    reasons: near > 0.5 ? [{ zh: '部分用词相同，字号不同', en: 'Some words in common, another brand' }] : [],
  }
}

function compareLatin(a: CompanyProfile, b: CompanyProfile): Similarity {
  const [left, right] = [a.core.split(' '), b.core.split(' ')]
  if (left.join('') === right.join('')) return result(1, '名称相同', 'Same name')
  const shared = left.filter((word) => right.includes(word)).length
  const dice = (2 * shared) / (left.length + right.length)
  const winkler = compareJaroWinkler(left.join(''), right.join(''))
  const first = left[0] === right[0] && left[0]!.length > 3
  const score = first ? Math.max(dice, winkler * 0.95) : Math.min(0.79, Math.max(dice, winkler * 0.85))
  const typo = winkler >= 0.95 && Math.abs(left.join('').length - right.join('').length) <= 1
  return result(typo ? Math.max(score, 0.9) : score, '英文名称相近', 'Similar English names')
}

/** Share of the trade words in common, 0 to 1, by characters; -1 where one side has none to compare. */
function compareTrades(a: CompanyProfile, b: CompanyProfile): number {
  if (!a.trade || !b.trade) return a.general && b.general && !a.trade && !b.trade ? 0.5 : -1
  return (
    compareBigrams(a.trade, b.trade) ||
    (a.words.some((word) => word.class === 'trade' && b.words.includes(word)) ? 0.4 : 0)
  )
}

export type PlaceComparison = 'same' | 'unknown' | 'differ'

/** A city and its province agree; a place missing on one side says nothing. */
export function comparePlaces(a: string | null, b: string | null): PlaceComparison {
  if (!a || !b) return 'unknown'
  if (a === b) return 'same'
  const [left, right] = [provinceOf(a), provinceOf(b)]
  return left && left === right && (left.name === a || left.name === b) ? 'same' : 'differ'
}

const round = (score: number): number => Math.round(Math.max(0, Math.min(1, score)) * 100) / 100

const result = (score: number, zh: string, en: string): Similarity => ({
  score: round(score),
  reasons: [{ zh, en }],
})
