import type { Label } from '../refuse.ts'

/** A way in which the values of a text field are written. */
export interface TextFormat {
  readonly label: Required<Label>
  /** One spelling for what people write in several: width, case, spaces. */
  tidy(text: string): string
  /** What is wrong with a tidied value; null when it is right. */
  fault(text: string): Required<Label> | null
}

/**
 * Formats that a text field may name by `format`.
 * tax_number: a unified social credit code by its alphabet and check digit (GB 32100-2015), an identity
 * number of a person by its own (GB 11643-1999), an older Chinese tax number by its length, or a foreign one
 * with its country in front.
 */
export const textFormats: Readonly<Record<string, TextFormat>> = {
  tax_number: {
    label: { zh: '税号', en: 'Tax number' },
    tidy: (text) =>
      text
        .normalize('NFKC')
        .replace(/[\s\p{Cf}]+/gu, '')
        .toUpperCase(),
    fault: taxNumberFault,
  },
}

const creditAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'

function taxNumberFault(text: string): Required<Label> | null {
  if (/^[A-Z]{2}[0-9A-Z.-]{5,18}$/.test(text) && text.length !== 18) return null
  if (!/^[0-9A-Z]+$/.test(text))
    return { zh: '税号只能由数字和字母组成', en: 'a tax number has letters and digits only' }
  if (text.length === 15 || text.length === 20) return null
  if (text.length !== 18)
    return {
      zh: `统一社会信用代码为18位，现为${text.length}位`,
      en: `a unified social credit code has 18 characters, this has ${text.length}`,
    }
  if (isIdentityNumber(text)) return null
  const odd = [...text].find((one) => !creditAlphabet.includes(one))
  if (odd)
    return {
      zh: `统一社会信用代码不使用字母“${odd}”（I、O、S、V、Z 不用）`,
      en: `a unified social credit code has no letter "${odd}" (nor I, O, S, V, Z)`,
    }
  const wanted = creditCheck(text)
  return text.endsWith(wanted)
    ? null
    : {
        zh: '统一社会信用代码的校验位不符，请核对每一位',
        en: 'the check digit of the unified social credit code does not fit: compare every character',
      }
}

/**
 * GB 32100-2015, 4.3: weights are the powers of 3 modulo 31, the check is what is missing to a multiple of
 * 31.
 */
function creditCheck(text: string): string {
  let sum = 0
  let weight = 1
  for (const one of text.slice(0, 17)) {
    sum += creditAlphabet.indexOf(one) * weight
    weight = (weight * 3) % 31
  }
  return creditAlphabet[(31 - (sum % 31)) % 31]!
}

/** GB 11643-1999: place, day of birth, sequence, and ISO 7064 MOD 11-2. */
function isIdentityNumber(text: string): boolean {
  const [, year, month, day] = /^[1-9]\d{5}((?:19|20)\d\d)(\d\d)(\d\d)\d{3}[\dX]$/.exec(text) ?? []
  if (!year) return false
  const born = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)))
  if (born.getUTCMonth() + 1 !== Number(month) || born.getUTCDate() !== Number(day)) return false
  let sum = 0
  for (let at = 0; at < 17; at++) sum += Number(text[at]) * (2 ** (17 - at) % 11)
  return '10X98765432'[sum % 11] === text[17]
}
