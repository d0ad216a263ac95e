import { kindOf, refuse, type ObjectDef } from '../../model/index.ts'
import type { Tx } from '../workspace/transact.ts'
import { labelOf, mayQuote } from './parse.ts'

type Values = Readonly<Record<string, unknown>>

/** Currency of a record's amounts: its own, else the company's. */
export const currencyOf = (tx: Pick<Tx, 'workspace'>, record: Values): string =>
  typeof record.currency === 'string' ? record.currency : tx.workspace.currency

/**
 * Amounts have the places of their currency: 100.50 is no amount in yen. Asked where an amount is written, or
 * the currency itself.
 * @throws field_invalid
 */
export function checkPlaces(
  tx: Pick<Tx, 'workspace'>,
  object: ObjectDef,
  given: Values,
  record: Values,
): void {
  const currency = currencyOf(tx, record)
  for (const [name, field] of Object.entries(object.fields)) {
    const value = 'currency' in given ? record[name] : given[name]
    const places = kindOf(field).places?.(field, currency)
    if (typeof value !== 'string' || places === undefined || kindOf(field).computed) continue
    const fine = value.split('.')[1]?.replace(/0+$/, '').length ?? 0
    if (fine <= places) continue
    const label = labelOf(name, field)
    const [zh, en] =
      places === 0
        ? ['不用小数', 'no digits after the point']
        : [`小数最多${places}位`, `at most ${places} digits after the point`]
    const [givenZh, givenEn] = mayQuote(field) ? [`（填写的是“${value}”）`, ` (given: "${value}")`] : ['', '']
    throw refuse(
      'field_invalid',
      {
        zh: `${label.zh}：${currency} 金额${zh}${givenZh}`,
        en: `${label.en}: an amount in ${currency} has ${en}${givenEn}`,
      },
      { field: name, status: 422, data: { kind: field.type } },
    )
  }
}
