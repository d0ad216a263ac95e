import { sayRows } from '../../model/index.ts'

/**
 * Why a lead is where it is: kept as codes and figures, told in the language of the reader. A rule brings its
 * own words.
 */
export const routedSentences = {
  by_rule: { zh: '规则“{{rule}}”→ {{group}}', en: 'Rule "{{rule_en}}" → {{group}}' },
  by_default: { zh: '没有适用的规则，默认 → {{group}}', en: 'No rule fits, by default → {{group}}' },
  overflowed: {
    zh: '{{groups}}在手线索超过{{max}}条，顺延',
    en: '{{groups}}: more than {{max}} open leads, passed on',
  },
  nobody: { zh: '没有可分配的销售，进入公海', en: 'No seller can take it: it lies in the pool' },
  claimed: { zh: '从公海领取', en: 'Claimed from the pool' },
  released: { zh: '退回公海：{{reason}}', en: 'Released to the pool: {{reason}}' },
  assigned: { zh: '由{{by}}分配', en: 'Assigned by {{by}}' },
} as const

export type Because = readonly ({ readonly code: keyof typeof routedSentences } & Readonly<
  Record<string, string | number>
>)[]

/** The fields of a lead that say why, in codes and as Chinese text for lists and sheets. */
export const routedBecause = (because: Because) => ({
  routed: because,
  routing: sayRows(because, routedSentences)
    .map((one) => one.zh)
    .join('；')
    .slice(0, 500),
})
