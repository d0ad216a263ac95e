import type { Label } from '../refuse.ts'
import type { Decision } from './definition.ts'

/** What people call a rule: its note, else its place in the table; never its id, which only programs read. */
export function nameRule({ rules }: Decision, id: string): Label {
  const at = rules.findIndex((rule) => rule.id === id)
  return rules[at]?.note ?? { zh: `第${at + 1}条`, en: `number ${at + 1}` }
}

/**
 * What a rule asks of each input, by the input's name, as it stands in the table. @example
 * conditionsOf(discounts, 'steep') // { discount: '> 5' }
 */
export function conditionsOf({ inputs, rules }: Decision, id: string): Readonly<Record<string, string>> {
  const cells = rules.find((one) => one.id === id)?.when ?? []
  return Object.fromEntries(
    inputs.flatMap(({ name }, at) =>
      cells[at] === undefined || cells[at].trim() === '-' ? [] : [[name, cells[at]]],
    ),
  )
}
