import type { Label } from '../../model/refuse.ts'
import { organisationWords, simplify } from './nameWords.ts'
import { placeAtStart, provinceOf, provinces } from './regions.ts'
import type { SalesRegion } from './regions.ts'

export type PhoneKind = 'mobile' | 'landline' | 'service' | 'international'

export interface NormalisedPhone {
  /** `+` country code and national number without spaces (E.164), e.g. +8613812345678; null when hopeless. */
  readonly phone: string | null
  readonly kind: PhoneKind | null
  /** Digits of the extension; kept apart so that a switchboard is recognised whatever desk it was. */
  readonly extension: string | null
  /** Why nothing could be made of it. */
  readonly reason: Label | null
}

/** ITU-T E.164 country calling codes of the countries a manufacturer here most often trades with. */
const callingCodes: Readonly<Record<string, string>> = {
  CN: '86',
  HK: '852',
  MO: '853',
  TW: '886',
  US: '1',
  CA: '1',
  GB: '44',
  DE: '49',
  FR: '33',
  IT: '39',
  ES: '34',
  NL: '31',
  PL: '48',
  CZ: '420',
  TR: '90',
  RU: '7',
  JP: '81',
  KR: '82',
  IN: '91',
  VN: '84',
  TH: '66',
  MY: '60',
  SG: '65',
  ID: '62',
  PH: '63',
  AU: '61',
  BR: '55',
  MX: '52',
  AE: '971',
  SA: '966',
  ZA: '27',
}

/**
 * One spelling for one telephone, following ITU-T E.164 and the Chinese numbering plan (YD/T 1123):
 * mobiles are 11 digits from 13 to 19, area codes are 010, 02x or four digits from 03 to 09.
 * Of several numbers in one cell the first that makes sense is taken.
 *
 * @example normalisePhone('０５７１－8888 6666 转 801').phone === '+8657188886666'
 */
export function normalisePhone(text: string | null | undefined, country = 'CN'): NormalisedPhone {
  const plain = (text ?? '').normalize('NFKC').trim()
  if (!/\d/.test(plain)) return hopeless('没有电话号码', 'There is no telephone number')
  const whole = readPhone(plain, country)
  if (whole.phone) return whole
  for (const part of plain
    .split(/[/;；,，、|]|\s{2,}|或/)
    .filter((part) => /\d{5}/.test(part.replace(/[\s-]/g, '')))) {
    const one = readPhone(part.trim(), country)
    if (one.phone) return one
  }
  return whole
}

function readPhone(text: string, country: string): NormalisedPhone {
  const { main, extension } = splitExtension(text)
  const international = /^\s*\(?\s*\+/.test(main) || /^\D*00[1-9]/.test(main)
  let digits = main.replace(/\(0\)/g, '').replace(/\D/g, '')
  if (international) {
    digits = digits.replace(/^00/, '')
    if (!digits.startsWith('86')) return readForeign(digits, extension)
    return readChinese(digits.slice(2), extension)
  }
  if (country !== 'CN') {
    const code = callingCodes[country]
    if (!code) return hopeless(`不认识的国家代码：${country}`, `Unknown country code: ${country}`)
    return readForeign(code + (country === 'IT' ? digits : digits.replace(/^0/, '')), extension)
  }
  if (/^86(1[3-9]\d{9}|0?[1-9]\d{8,10})$/.test(digits) && digits.length > 11) digits = digits.slice(2)
  return readChinese(digits, extension)
}

function readChinese(digits: string, extension: string | null): NormalisedPhone {
  const national = digits.replace(/^0(?=1[3-9]\d{9}$)/, '')
  if (/^1[3-9]\d{9}$/.test(national)) return found(`+86${national}`, 'mobile', extension)
  if (/^[48]00\d{7}$/.test(national)) return found(`+86${national}`, 'service', extension)
  const trunk = national.replace(/^0/, '')
  const landline =
    /^(10|2\d)(\d{8})(\d*)$/.exec(trunk) ??
    (/^[3-9]\d{2}/.test(trunk) ? /^(\d{3})([2-9]\d{6,7})(\d*)$/.exec(trunk) : null)
  if (
    landline &&
    (national.startsWith('0') || trunk.length >= 10) &&
    landline[3]!.length <= (extension ? 0 : 5)
  ) {
    return found(`+86${landline[1]}${landline[2]}`, 'landline', extension ?? (landline[3] || null))
  }
  if (/^[2-8]\d{6,7}$/.test(national)) return hopeless('固定电话缺少区号', 'The area code is missing')
  if (/^1[3-9]/.test(national)) {
    return hopeless(
      `手机号应为11位，现为${national.length}位`,
      `A mobile number has 11 digits, this has ${national.length}`,
    )
  }
  return hopeless('不是可以拨打的电话号码', 'Not a number that can be dialled')
}

function readForeign(digits: string, extension: string | null): NormalisedPhone {
  if (digits.length < 8 || digits.length > 15 || digits.startsWith('0')) {
    return hopeless('国际号码应为8到15位', 'An international number has 8 to 15 digits')
  }
  return found(`+${digits}`, 'international', extension)
}

/**
 * 转 801, ext. 801, x801, #801; a second dash followed by a short group also means a desk (0571-88886666-801).
 */
function splitExtension(text: string): { main: string; extension: string | null } {
  const marked =
    /^(.*?\d.*?)\s*(?:转接?|分机号?|内线|ext(?:ension)?\.?|x|#|;ext=)\s*[:：]?\s*(\d{1,6})\D*$/i.exec(text)
  if (marked) return { main: marked[1]!, extension: marked[2]! }
  const dashed = /^(.*\d{7,8})\s*[-—–]\s*(\d{1,5})$/.exec(text)
  if (dashed) return { main: dashed[1]!, extension: dashed[2]! }
  return { main: text, extension: null }
}

const found = (phone: string, kind: PhoneKind, extension: string | null): NormalisedPhone => ({
  phone,
  kind,
  extension,
  reason: null,
})

const hopeless = (zh: string, en: string): NormalisedPhone => ({
  phone: null,
  kind: null,
  extension: null,
  reason: { zh, en },
})

export interface NormalisedCompany {
  /** Two spellings of one name have one key: widths, spaces, brackets, legal form and 省/市 do not count. */
  readonly key: string
  /** The name without region, brackets and legal form: what tells it from others. */
  readonly core: string
  /** Short place name it begins with, or that stands in brackets (上海), else null. */
  readonly region: string | null
  /** Legal form as written, without brackets: 股份有限公司, co ltd, gmbh; else null. */
  readonly suffix: string | null
  /** What stood in brackets, in order. */
  readonly parenthesised: readonly string[]
}

const legalForms =
  /(?:股份制?有限责?任?公司|有限责任公司|股份有限公司|股份公司|有限公司|责任公司|总公司|分公司|公司|合伙企业|个体工商户)$/
const latinForms =
  /(?:[\s,.&]+(?:co|company|ltd|limited|inc|incorporated|corp|corporation|plc|llc|llp|lp|gmbh|ag|kg|se|sa|s\.a|s\.p\.a|spa|srl|bv|b\.v|nv|oy|ab|as|a\/s|kk|k\.k|pte|pty|pvt|sdn|bhd|stock|joint[\s-]*stock)\.?)+[\s,.]*$/i
/** Marks a stock exchange puts before or after a short name: risk warning, new, ex-dividend, share class. */
const listingMarks =
  /^(?:(?:S\*ST|SST|\*ST|ST|PT|XD|XR|DR|[SCN])(?=[\p{Script=Han}]))|(?<=\p{Script=Han})[ab]股?$|(?<=\p{Script=Han})-[uwv]+d?$/giu

/**
 * @example normaliseCompany('浙江省杭州贯通机械（集团）股份有限公司').core === '贯通机械集团'
 */
export function normaliseCompany(name: string | null | undefined): NormalisedCompany {
  const parenthesised: string[] = []
  let text = simplify((name ?? '').normalize('NFKC'))
    .replace(/[【[〔〈<{]/g, '(')
    .replace(/[】\]〕〉>}]/g, ')')
  const latin = !/\p{Script=Han}/u.test(text)
  text = latin ? text.replace(/\s+/g, ' ').trim() : text.replace(/[\s·•・“”"'‘’,.，。、]+/g, '')
  text = text.toLowerCase().replace(listingMarks, '')
  text = text.replace(/\(([^()]*)\)?/g, (_, inside: string) => {
    const kept = inside.trim()
    if (kept) parenthesised.push(kept)
    return organisationWords.includes(kept) ? kept : latin ? ' ' : ''
  })
  const { rest, suffix } = splitSuffix(text.replace(/[)]/g, '').trim(), latin)
  const { region, rest: core } = latin ? { region: null, rest } : splitRegion(rest)
  const bracketed =
    parenthesised.map((inside) => splitRegion(inside)).find((inside) => inside.region && !inside.rest)
      ?.region ?? null
  const place = region ?? bracketed
  const letters = latin ? core.replace(/[^\p{L}\p{N}]+/gu, ' ').trim() : core
  return {
    key: `${place ?? ''}${letters.replace(/\s+/g, '')}`,
    core: letters,
    region: place,
    suffix,
    parenthesised,
  }
}

function splitSuffix(text: string, latin: boolean): { rest: string; suffix: string | null } {
  const match = (latin ? latinForms : legalForms).exec(text)
  if (!match || match.index === 0) return { rest: text, suffix: null }
  return {
    rest: text.slice(0, match.index).replace(/[\s,.&-]+$/, ''),
    suffix: match[0].replace(/[^\p{L}]+/gu, ' ').trim(),
  }
}

/**
 * Takes 浙江省 and 杭州市 off the front; the most precise place is the region. A name that is only a place keeps
 * it.
 */
function splitRegion(text: string): { region: string | null; rest: string } {
  let region: string | null = null
  let rest = text.replace(/^中国\((.+)\)/, '$1')
  for (let place = placeAtStart(rest); place; place = placeAtStart(rest)) {
    if (region && provinceOf(place) !== provinceOf(region)) break
    region = place
    rest = rest.slice(place.length).replace(/^(?:壮族|回族|维吾尔)?(?:省|市|自治区|特别行政区)/, '')
  }
  return { region, rest: rest.replace(COUNTY, '') }
}

/** 安福县海能实业: the county in front is a place too, though too many to list. */
const COUNTY = /^(?!开发|工业|高新|自治)\p{Script=Han}{2}[县区](?=\p{Script=Han}{3})/u

export interface NormalisedRegion {
  readonly province: string
  readonly city: string | null
  readonly sales_region: SalesRegion
}

/**
 * The province in its short form with the sales region it belongs to; a city alone is enough.
 * @returns null when neither names a known place
 * @example normaliseRegion('浙江省', '杭州市') // { province: '浙江', city: '杭州', sales_region: '华东' }
 */
export function normaliseRegion(
  province: string | null | undefined,
  city?: string | null,
): NormalisedRegion | null {
  const wanted = tidyPlace(province)
  const town = tidyPlace(city)
  const known = findProvince(wanted) ?? findProvince(town)
  if (!known) return null
  const cityName = [wanted, town]
    .map((text) => known.cities.find((name) => text.replace(known.name, '').startsWith(name)))
    .find(Boolean)
  const municipality = known.cities.length === 0
  return {
    province: known.name,
    city: cityName ?? (municipality ? known.name : town || null),
    sales_region: known.sales,
  }
}

const tidyPlace = (text: string | null | undefined): string =>
  simplify((text ?? '').normalize('NFKC'))
    .replace(/\s+/g, '')
    .replace(/^中国/, '')
    .replace(/(?:市辖区|市|地区|盟)$/, '')

function findProvince(text: string) {
  if (!text) return undefined
  const place = placeAtStart(text)
  return (
    (place ? provinceOf(place) : undefined) ??
    provinces.find((one) => one.plate === text || (one.full.startsWith(text) && text.length > 1))
  )
}
