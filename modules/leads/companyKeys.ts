import { profileCompany, syllables } from './companyProfile.ts'
import type { CompanyProfile } from './companyProfile.ts'
import { normalisePhone } from './normalise.ts'
import { placesInEnglish } from './regions.ts'

/**
 * Blocking keys of a name: two names worth comparing share at least one, so that candidates come from an
 * index (`keys && $1`, GIN over text[]) and not from a walk over a million rows. They lean on the brand,
 * because a bigram such as 科技 would fetch a quarter of the table.
 * `b:` two neighbouring characters of the brand, `h:` first characters of neighbouring words (杭州钢铁 and 杭钢),
 * `p:` brand in pinyin or an English word, `i:` pinyin initials, `n:` place and trade, for brands that are
 * translated or missing.
 *
 * @example companyKeys('杭州贯通机械有限公司').includes('b:贯通')
 */
export function companyKeys(name: string): string[] {
  const profile = profileCompany(name)
  if (!profile.core) return []
  return [...new Set(profile.latin ? latinKeys(profile) : chineseKeys(profile))]
}

/** Keys of a lead: those of its company and the last eight digits of its telephone. */
export function leadKeys(lead: { phone?: string | null; company?: string | null }): string[] {
  const { phone } = normalisePhone(lead.phone)
  return [...(phone ? [`t:${phone.slice(-8)}`] : []), ...(lead.company ? companyKeys(lead.company) : [])]
}

function chineseKeys({ brand, words, region, bare, text, suffix }: CompanyProfile): string[] {
  const place = region ?? ''
  const spoken = syllables(brand)
  const keys = bigrams(brand).map((pair) => `b:${pair}`)
  if (brand.length > 1) keys.push(`p:${spoken.join('')}`)
  if (spoken.length > 2) keys.push(`p:${spoken.slice(0, 2).join('')}`, `p:${spoken.slice(-2).join('')}`)
  if (brand.length > 2) keys.push(`i:${spoken.map((one) => one[0]).join('')}`)
  const told = words.filter((word) => word.class !== 'organisation')
  const heads = [place, ...told.map((word) => word.word)].filter(Boolean).map((word) => word[0]!)
  const first = brand
    ? Math.max(0, told.findIndex((word) => word.class === 'brand') + (place ? 1 : 0) - 1)
    : 0
  for (let at = first; at + 1 < Math.min(heads.length, first + 3); at++)
    keys.push(`h:${heads[at]}${heads[at + 1]}`)
  if (!suffix && text.length <= 6)
    keys.push(
      ...bigrams(bare)
        .slice(0, 2)
        .flatMap((pair) => [`h:${pair}`, ...(bare.length <= 3 ? [`b:${pair}`] : [])]),
    )
  if (!brand)
    keys.push(
      `n:${place}${told[0]?.word ?? bare}`,
      ...bigrams(bare)
        .slice(0, 1)
        .map((pair) => `b:${pair}`),
    )
  const trade = told.find((word) => word.class === 'trade') ?? (brand ? undefined : told[0])
  if (region) keys.push(...(trade?.stems ?? []).map((stem) => `n:${spellPlace(region)}:${stem.slice(0, 4)}`))
  return keys
}

function latinKeys({ core }: CompanyProfile): string[] {
  const tokens = core
    .replace(/['’]/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter(
      (token) => token && !/^(?:and|of|the|co|ltd|inc|group|holdings?|tech\w*|science|new)$/.test(token),
    )
  const keys = tokens.filter((token) => token.length > 2).map((token) => `p:${token}`)
  for (let at = 0; at + 1 < tokens.length; at++) keys.push(`p:${tokens[at]}${tokens[at + 1]}`)
  if (tokens.length > 1) keys.push(...tokens.slice(1).map((token) => `n:${tokens[0]}:${token.slice(0, 4)}`))
  for (const token of tokens) if (token.length > 2 && token.length < 6) keys.push(`i:${token}`)
  return keys
}

const spellPlace = (place: string): string => placesInEnglish[place] ?? syllables(place).join('')

function bigrams(text: string): string[] {
  const pairs: string[] = []
  for (let at = 0; at + 1 < text.length; at++) pairs.push(text.slice(at, at + 2))
  return pairs
}
