import { sayRows } from '../../model/index.ts'

/**
 * Why a ticket went to whom it went: kept as codes and figures, told in the language of the reader. A rule
 * brings its own words.
 */
export const routedSentences = {
  by_rule: { zh: '规则“{{rule}}”', en: 'Rule "{{rule_en}}"' },
  by_default: { zh: '没有适用的规则，按默认', en: 'No rule fits, by default' },
  freest: { zh: '{{group}}在手 {{open}} 单', en: '{{group}}, {{open}} open tickets in hand' },
  nobody: { zh: '没有可派的服务工程师', en: 'There is no engineer to send' },
  assigned: { zh: '由{{by}}指派', en: 'Sent by {{by}}' },
} as const

export type Because = readonly ({ readonly code: keyof typeof routedSentences } & Readonly<
  Record<string, string | number>
>)[]

/** The fields of a ticket that say why, in codes and as Chinese text for lists and sheets. */
export const routedBecause = (because: Because) => ({
  routed: because,
  routing: sayRows(because, routedSentences)
    .map((one) => one.zh)
    .join('；')
    .slice(0, 300),
})
