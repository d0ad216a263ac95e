import { useQuery } from '@tanstack/react-query'
import { moneyText } from '../../model/moneyText.ts'
import type { AnyField, AnyRow, ScreenObject } from '../ground/definitions.ts'
import { groupsQuery, type Page } from '../ground/records.ts'
import { useHouse } from '../ground/session.ts'
import { useLabel, useWords } from '../words/words.ts'
import { screenOf } from '../fields/kinds.ts'
import { asValue, isSummed, type DrawnColumn } from './listColumns.ts'

interface Props {
  readonly object: ScreenObject
  readonly fields: Readonly<Record<string, AnyField>>
  readonly columns: readonly DrawnColumn[]
  readonly where: string | undefined
  readonly page: Page | undefined
  readonly picked: readonly AnyRow[]
}

/** Names of the columns that are added up: figures that are money first, two at most. */
export const summedColumns = (
  columns: readonly { readonly name: string }[],
  fields: Readonly<Record<string, AnyField>>,
): readonly string[] =>
  columns
    .map(({ name }) => name)
    .filter((name) => isSummed(fields[name]) && screenOf(asValue(fields[name]!)).worth)
    .slice(0, 2)

/** How many there are and what they come to; and what the keyboard does here. */
export function SumLine({ object, fields, columns, where, page, picked }: Props) {
  const t = useWords()
  const label = useLabel()
  const names = summedColumns(columns, fields)
  // Adding up more than the count was willing to count is asked of a report.
  const asks = names.length > 0 && page?.count !== undefined && !page.count_capped && page.count > 0
  const { data } = useQuery({ ...groupsQuery(object.name, { where, sums: names }), enabled: asks })
  const total = asks ? data?.groups[0] : undefined
  const count = page?.count === undefined ? '' : page.count_capped ? '1000+' : String(page.count)
  return (
    <div className="sum-line" data-testid="sum-line">
      <strong>{count && t('list.count', { n: count })}</strong>
      {picked.length > 0 && <span>{t('bulk.picked', { n: picked.length })}</span>}
      {total &&
        names.map((name) => (
          <span key={name} data-sum={name}>
            {t('sum.of', { name: label(fields[name]!.label, name) })}{' '}
            <SumText sum={total.sums[name]!} currencies={data!.currencies} />
          </span>
        ))}
      <span className="grow" />
      <span className="keys" aria-hidden>
        {t('list.keys')}
      </span>
    </div>
  )
}

/** A sum in its currency; amounts of several currencies have none. */
export function SumText({
  sum,
  currencies,
}: {
  readonly sum: string
  readonly currencies: readonly string[]
}) {
  const t = useWords()
  const { currency } = useHouse()
  if (currencies.length > 1) return <span className="quiet">{t('sum.mixed')}</span>
  return <strong className="figure">{moneyText(sum, currencies[0] ?? currency)}</strong>
}
