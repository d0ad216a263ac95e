import type { Fault } from './faults.ts'
import { foldText } from './fold.ts'
import type { Filled, Plan } from './plan.ts'
import type { Prepared } from './prepareRow.ts'
import type { ReferenceFinder } from './references.ts'

/** Records made because a row names them, by object and folded name; they count once the transaction has. */
export type Made = Map<string, { readonly target: string; readonly id: string; readonly name: string }>

/** A record to be created because a row names it. */
export interface Missing {
  readonly at: Filled
  readonly text: string
  readonly place: string
}

export interface Resolved {
  readonly values: Record<string, unknown>
  readonly missing: readonly Missing[]
  readonly faults: readonly Fault[]
}

/** The single names in a cell that holds several. */
export const namesIn = (at: Filled, text: string): readonly string[] =>
  at.many
    ? text
        .split(/[,，;；、|\n]/)
        .map((part) => part.trim())
        .filter(Boolean)
    : [text]

/**
 * Names to ids; a name that stands for nothing or for several records is a fault with the nearest there is,
 * or a record to be made where that was asked for.
 */
export function resolveNames(
  plan: Plan,
  finder: ReferenceFinder,
  prepared: Prepared,
  { made, inSheet }: { readonly made: Made; readonly inSheet: ReadonlySet<string> },
): Resolved {
  const values: Record<string, unknown> = { ...prepared.given }
  const missing: Missing[] = []
  const faults: Fault[] = []
  for (const { at, text } of prepared.names) {
    const whole = at.many ? finder.find(at.target!, text).id : undefined
    const ids: string[] = whole ? [whole] : []
    for (const name of whole ? [] : namesIn(at, text)) {
      const place = `${at.target}\n${foldText(name)}`
      const found = finder.find(at.target!, name)
      const id = found.id ?? made.get(place)?.id
      if (id) ids.push(id)
      else if (!found.several && plan.options.create_missing?.includes(at.field) && mayBeMade(plan, at))
        missing.push({ at, text: name, place })
      else if (!found.several && plan.dryRun && at.target === plan.object.name && inSheet.has(foldText(name)))
        continue
      else faults.push(unknownName(plan, finder, prepared.row, at, name, found.several))
    }
    if (at.many) values[at.field] = ids
    else if (ids[0]) values[at.field] = ids[0]
  }
  return { values, missing, faults }
}

/** A record without a title cannot be made from a name. */
const mayBeMade = (plan: Plan, at: Filled) => Boolean(plan.titles[at.target!])

function unknownName(
  plan: Plan,
  finder: ReferenceFinder,
  row: number,
  at: Filled,
  text: string,
  several: number | undefined,
): Fault {
  const common = { row, column: at.column, field: at.field, value: text }
  if (several)
    return {
      ...common,
      code: 'reference_ambiguous',
      detail: plan.say({
        zh: `有${several}条记录叫“${text}”，请改用编号`,
        en: `${several} records are called "${text}": give the number instead`,
      }),
    }
  const near = finder.suggest(at.target!, text)
  const detail = plan.say({
    zh: `找不到“${text}”${near ? `，是否指“${near}”？` : ''}`,
    en: `There is no "${text}"${near ? `: is "${near}" meant?` : ''}`,
  })
  return { ...common, code: 'reference_unknown', detail, ...(near ? { suggestion: near } : {}) }
}
