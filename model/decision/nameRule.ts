import type { Label } from '../refuse.ts'
import type { Decision } from './definition.ts'

/** What people call a rule: its note, else its place in the table; never its id, which only programs read. */
export function nameRule({ rules }: Decision, id: string): Label {
  const at = rules.findIndex((rule) => rule.id === id)
  return rules[at]?.note ?? { zh: `第${at + 1}条`, en: `number ${at + 1}` }
}
