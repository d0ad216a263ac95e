import { ZxcvbnFactory } from '@zxcvbn-ts/core'
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common'
import { refuse, type Label } from '../../model/index.ts'
import { plain, type OwnWords } from './ownWords.ts'

export const passwordLengthMax = 128
/** What is beyond it adds to the strength, and would only cost time. */
const weighedMax = 64
/**
 * Guesses that a password must be worth, as a power of ten: more than one that can be tried without being
 * held up, in years. Source: D. Wheeler, zxcvbn (USENIX Security 2016), score 4.
 */
const guessesMin = 10

let estimator: ZxcvbnFactory | undefined

type Rule = 'short' | 'long' | 'own' | 'common' | 'pattern'

export interface PasswordRules {
  readonly lengthMin: number
  readonly own: OwnWords
  /** The field that a refusal names. */
  readonly field?: string
}

/**
 * Whether a new password will do; answers it. No rule of composition: length counts, and that nobody guesses
 * it (NIST SP 800-63B, 5.1.1.2; OWASP ASVS 4.0.3, 2.1). Refused are a short one, one that contains the login,
 * the name or the company, one of the list of common passwords or made of them, and one that repeats or
 * follows the keyboard or the alphabet.
 * @throws Refusal `password_weak` or `password_long`, `data.rule` says which rule
 */
export function checkPassword(
  password: unknown,
  { lengthMin, own, field = 'password' }: PasswordRules,
): string {
  const text = typeof password === 'string' ? password : ''
  // Many spaces in a row are one, here and nowhere else: the password itself is kept as it was typed.
  const length = [...text.replace(/ {2,}/g, ' ').trim()].length
  if (length < lengthMin)
    throw weak(field, 'short', {
      zh: `密码至少${lengthMin}位：可以用几个不相干的词连成一句，空格和中文都可以`,
      en: `A password has at least ${lengthMin} characters: a few unrelated words make a good one, spaces are welcome`,
    })
  if ([...text].length > passwordLengthMax)
    throw refuse(
      'password_long',
      { zh: `密码最长${passwordLengthMax}位`, en: `A password has at most ${passwordLengthMax} characters` },
      { field, data: { rule: 'long' satisfies Rule } },
    )
  const found = own.barred.find((word) => [plain(text), unleet(text)].some((one) => one.includes(word.plain)))
  if (found)
    throw weak(field, 'own', {
      zh: `密码不能包含${found.what.zh}：别人最先猜的就是它`,
      en: `A password does not contain ${found.what.en}: that is what others guess first`,
    })
  refuseGuessable(text, own, field)
  return text
}

function refuseGuessable(text: string, own: OwnWords, field: string): void {
  estimator ??= new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs })
  const joined = plain(text)
  for (const form of new Set([text, joined].filter((one) => one !== ''))) {
    const { guessesLog10, sequence } = estimator.check([...form].slice(0, weighedMax).join(''), [
      ...own.hints,
    ])
    if (guessesLog10 >= guessesMin) continue
    const kinds = new Set(sequence.map((match) => match.pattern as string))
    if (kinds.has('dictionary'))
      throw weak(field, 'common', {
        zh: '这个密码太常见：它在常用密码表中，或只是常用密码的变化。请换一个',
        en: 'This password is too common: it is in the list of common passwords, or only a change of one. Choose another',
      })
    throw weak(field, 'pattern', {
      zh: '这个密码太有规律（重复、连续或键盘顺序），容易被猜中。请换一个',
      en: 'This password repeats itself or follows an order, as of the alphabet or the keyboard. Choose another',
    })
  }
}

const weak = (field: string, rule: Rule, sentence: Required<Label>) =>
  refuse('password_weak', sentence, { field, data: { rule } })

/** Letters that are written as figures and signs, read as letters. */
const unleet = (text: string): string =>
  plain(
    text
      .toLowerCase()
      .replace(
        /[013457@$!]/g,
        (sign) => ({ 0: 'o', 1: 'l', 3: 'e', 4: 'a', 5: 's', 7: 't', '@': 'a', $: 's', '!': 'i' })[sign]!,
      ),
  )
