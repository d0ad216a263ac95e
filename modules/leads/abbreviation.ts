import type { CompanyProfile } from './companyProfile.ts'
import type { WordClass } from './nameWords.ts'
import { provinceOf } from './regions.ts'
import type { Similarity } from './similarity.ts'

interface Unit {
  readonly text: string
  readonly class: WordClass | 'place'
}

/** What it costs to leave a whole word of the full name out, by kind of word. The brand is what one keeps. */
const skipCost: Readonly<Record<Unit['class'], number>> = {
  place: 0,
  organisation: 0,
  general: 0.01,
  trade: 0.02,
  brand: 0.3,
}
const BRAND_GAP = 0.14
const WORD_GAP = 0.06
const BRAND_MIDDLE_START = 0.3
const WORD_MIDDLE_START = 0.12
const BRAND_TAIL = 0.12

/**
 * Whether a short name is drawn from a full name in the way Chinese names are shortened: characters in order,
 * from the beginnings of words, the brand kept whole (英唐智能控制 to 英唐智控, 杭州钢铁 to 杭钢).
 * Cheapest alignment by dynamic programming, after Wagner and Fischer (1974), where the cost of a gap depends
 * on the word it falls in: it is what keeps 福莱特 from 福莱蒽特 and 南钢 from 中南钢铁.
 */
export function scoreAbbreviation(short: CompanyProfile, long: CompanyProfile): Similarity | null {
  const text = shortText(short)
  if (text.length < 2) return null
  const costs = [0, ...platesOf(text, long)].map((at) =>
    at === 0 ? alignCost(text, long) : alignCost(text.slice(at), long),
  )
  const score = 1 - Math.min(...costs) - (text.length === 2 ? 0.05 : 0.02)
  if (!(score > 0)) return null
  return {
    score: Math.round(score * 100) / 100,
    reasons: [{ zh: `“${text}”是全称的简写`, en: `“${text}” is short for the full name` }],
  }
}

function shortText(short: CompanyProfile): string {
  const place = short.region && !short.parenthesised.includes(short.region) ? short.region : ''
  return (place + short.core).replace(/(?<=.{2})(?:股份|集团|控股|公司|企业|实业)$/, '')
}

/** 粤万年青: a plate character of the province may stand before the rest. */
function platesOf(text: string, long: CompanyProfile): number[] {
  const plate = long.region ? provinceOf(long.region)?.plate : undefined
  return plate && text.startsWith(plate) && text.length > 2 ? [1] : []
}

function alignCost(text: string, long: CompanyProfile): number {
  const units: Unit[] = [
    ...(long.region ? [{ text: long.region, class: 'place' as const }] : []),
    ...long.words.map((word) => ({ text: word.word, class: word.class })),
  ]
  const unitAt: number[] = []
  const placeIn: number[] = []
  units.forEach((unit, index) =>
    [...unit.text].forEach((_, at) => {
      unitAt.push(index)
      placeIn.push(at)
    }),
  )
  const letters = units.map((unit) => unit.text).join('')
  const skipped = (from: number, to: number) =>
    units.slice(from, to).reduce((sum, unit) => sum + skipCost[unit.class], 0)
  let row = new Array<number>(letters.length).fill(Infinity)
  for (let s = 0; s < text.length; s++) {
    const next = new Array<number>(letters.length).fill(Infinity)
    for (let to = 0; to < letters.length; to++) {
      if (letters[to] !== text[s]) continue
      const unit = units[unitAt[to]!]!
      const middle =
        placeIn[to] === 0
          ? 0
          : unit.class !== 'brand'
            ? WORD_MIDDLE_START
            : middleOfBrand(unit.text, placeIn[to]!, text)
      if (s === 0) {
        next[to] = skipped(0, unitAt[to]!) + middle
        continue
      }
      for (let from = 0; from < to; from++) {
        if (row[from] === Infinity) continue
        const step =
          unitAt[from] === unitAt[to]
            ? to === from + 1
              ? 0
              : unit.class === 'brand'
                ? BRAND_GAP
                : WORD_GAP
            : skipped(unitAt[from]! + 1, unitAt[to]!) + middle + tail(units[unitAt[from]!]!, placeIn[from]!)
        next[to] = Math.min(next[to]!, row[from]! + step)
      }
    }
    row = next
  }
  return Math.min(
    ...row.map(
      (cost, at) => cost + tail(units[unitAt[at]!]!, placeIn[at]!) + skipped(unitAt[at]! + 1, units.length),
    ),
  )
}

/** A double brand may keep its second half: 金科汤姆猫 to 汤姆猫. */
const middleOfBrand = (brand: string, at: number, text: string): number =>
  brand.length - at >= 2 && at >= 1 && text.includes(brand.slice(at)) ? 0.12 : BRAND_MIDDLE_START

const tail = (unit: Unit, at: number): number =>
  unit.class === 'brand' ? (BRAND_TAIL * (unit.text.length - 1 - at)) / unit.text.length : 0
