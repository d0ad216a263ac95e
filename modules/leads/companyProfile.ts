import { pinyin } from 'pinyin-pro'
import { splitWords } from './nameWords.ts'
import type { NameWord } from './nameWords.ts'
import { normaliseCompany } from './normalise.ts'
import type { NormalisedCompany } from './normalise.ts'

export interface CompanyProfile extends NormalisedCompany {
  readonly latin: boolean
  /** Place and core, without legal form: what an abbreviation draws its characters from. */
  readonly text: string
  readonly words: readonly NameWord[]
  /** The distinguishing word (字号); empty for names such as 云南锡业. */
  readonly brand: string
  /** Trade words joined, and general words joined. */
  readonly trade: string
  readonly general: string
  /** Core without 集团, 控股, 股份. */
  readonly bare: string
  /** Brand in toneless pinyin. */
  readonly sound: () => string
}

const kept = new Map<string, CompanyProfile>()
const KEPT_MAX = 5_000

/** The parts of a name. Remembered by text, as one lead is compared with many candidates. */
export function profileCompany(name: string): CompanyProfile {
  const known = kept.get(name)
  if (known) return known
  if (kept.size >= KEPT_MAX) kept.clear()
  const profile = readProfile(name)
  kept.set(name, profile)
  return profile
}

function readProfile(name: string): CompanyProfile {
  const parts = normaliseCompany(name)
  const latin = !/\p{Script=Han}/u.test(parts.core || name)
  const words = latin ? [] : splitWords(parts.core)
  const brand = words.find((word) => word.class === 'brand')?.word ?? ''
  const join = (kind: NameWord['class']) =>
    words
      .filter((word) => word.class === kind)
      .map((word) => word.word)
      .join('')
  let sound: string | undefined
  return {
    ...parts,
    latin,
    words,
    brand,
    text: (parts.region ?? '') + parts.core,
    trade: join('trade'),
    general: join('general'),
    bare:
      words
        .filter((word) => word.class !== 'organisation')
        .map((word) => word.word)
        .join('') || parts.core,
    sound: () => (sound ??= syllables(brand).join(' ')),
  }
}

/**
 * Toneless pinyin, one syllable a character, ü as v. Read character by character and remembered, which is
 * some fifty times faster than by phrase; characters of several readings take the one usual in names.
 */
export function syllables(text: string): string[] {
  return [...text].map((char) => {
    let sound = soundOf.get(char)
    if (sound === undefined)
      soundOf.set(char, (sound = pinyin(char, { toneType: 'none', v: true }).toLowerCase()))
    return sound
  })
}

const soundOf = new Map(
  Object.entries({
    长: 'chang',
    行: 'hang',
    重: 'zhong',
    乐: 'le',
    传: 'chuan',
    朝: 'chao',
    都: 'du',
    和: 'he',
    会: 'hui',
    盛: 'sheng',
    厦: 'xia',
    车: 'che',
    地: 'di',
    得: 'de',
    为: 'wei',
    石: 'shi',
    沈: 'shen',
    大: 'da',
    奇: 'qi',
    藏: 'zang',
    宿: 'su',
    蚌: 'beng',
    六: 'liu',
    仔: 'zai',
  }),
)
