import i18next from 'i18next'
import { initReactI18next, useTranslation } from 'react-i18next'
import type { Label } from '../../model/refuse.ts'
import { zh, type Word } from './zh.ts'

export type Language = 'zh' | 'en'
type Values = Readonly<Record<string, string | number>>
export type Words = (word: Word, values?: Values) => string

const remembered = (): Language => (globalThis.localStorage?.getItem('language') === 'en' ? 'en' : 'zh')

/** Chinese is always there; English is fetched when first wanted. Keys are flat: `list.new`. */
export async function startWords(language: Language = remembered()): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'zh',
    fallbackLng: 'zh',
    keySeparator: false,
    nsSeparator: false,
    resources: { zh: { translation: Object.assign({}, zh, ...ofSteps.map((step) => step.zh)) } },
    interpolation: { escapeValue: false },
  })
  await speak(language)
}

export async function speak(language: Language): Promise<void> {
  if (language === 'en' && !i18next.hasResourceBundle('en', 'translation'))
    i18next.addResourceBundle(
      'en',
      'translation',
      Object.assign({}, (await import('./en.ts')).en, ...ofSteps.map((step) => step.en)),
    )
  await i18next.changeLanguage(language)
  globalThis.localStorage?.setItem('language', language)
  if (globalThis.document) document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
}

interface StepWords {
  readonly zh: Readonly<Record<string, string>>
  readonly en: Readonly<Record<string, string>>
}
const ofSteps: StepWords[] = []

/**
 * Adds the words of one step's screens; they come with the step's own files. Keys begin with the step's word:
 * `bank.title`.
 * @returns the words as its screens use them: its own and those that all share
 */
export function stepWords<Own extends string>(
  zhOwn: Readonly<Record<Own, string>>,
  enOwn: Readonly<Record<Own, string>>,
) {
  ofSteps.push({ zh: zhOwn, en: enOwn })
  for (const [language, own] of [
    ['zh', zhOwn],
    ['en', enOwn],
  ] as const)
    if (i18next.isInitialized && i18next.hasResourceBundle(language, 'translation'))
      i18next.addResourceBundle(language, 'translation', own)
  type Step = (word: Word | Own, values?: Values) => string
  return { useWords: useWords as unknown as () => Step, words: words as Step }
}

export const currentLanguage = (): Language => (i18next.language === 'en' ? 'en' : 'zh')

/** For code outside components. */
export const words: Words = (word, values) => i18next.t(word, values)

/** The words of the screens, in the language of the person. */
export function useWords(): Words {
  const { t } = useTranslation()
  return t as unknown as Words
}

export function useLanguage(): Language {
  const { i18n } = useTranslation()
  return i18n.language === 'en' ? 'en' : 'zh'
}

/** A label of a definition in the language of the person; Chinese where there is no English. */
export function useLabel(): (label: Label | undefined, otherwise?: string) => string {
  const language = useLanguage()
  return (label, otherwise = '') => textOf(label, language) || otherwise
}

export const textOf = (label: Label | undefined, language: Language = currentLanguage()): string =>
  label ? (language === 'en' ? (label.en ?? label.zh) : label.zh) : ''
