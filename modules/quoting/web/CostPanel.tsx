import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { fieldsOf, type AnyRow } from '../../../web/ground/definitions.ts'
import { ProblemNote } from '../../../web/ground/ProblemNote.tsx'
import { fewQuery, type FullRecord, type Titles } from '../../../web/ground/records.ts'
import { useScreens } from '../../../web/ground/session.ts'
import { Wide } from '../../../web/ground/Wide.tsx'
import { FieldRow } from '../../../web/record/FieldRow.tsx'
import { ActionDialog } from '../../../web/record/LazyActionDialog.tsx'
import { readLines } from '../../../web/record/sentences.ts'
import { Value } from '../../../web/record/Value.tsx'
import { useLabel } from '../../../web/words/words.ts'
import { howComputed } from './howComputed.ts'
import type { Bench } from './useBench.ts'
import { useWords } from './words.ts'

const more = [
  'spec',
  'drawing',
  'surface',
  'services',
  'tool_cost',
  'tool_pieces',
  'delivery_days',
  'remarks',
] as const

interface Props {
  readonly bench: Bench
  readonly at: number
  readonly quote: string
  readonly titles: Titles | undefined
  readonly maySeeCost: boolean
}

/**
 * One line opened: what else is known of it, and its cost, item by item, each with where its figures come
 * from.
 */
export function CostPanel({ bench, at, quote, titles, maySeeCost }: Props) {
  const label = useLabel()
  const line = bench.lines[at]!
  const { lineFields, may } = bench
  return (
    <div className="bench-panel" data-testid={`costs-${at}`}>
      <div className="bench-more">
        {more
          .filter((name) => lineFields[name])
          .map((name) =>
            may ? (
              <FieldRow
                key={name}
                name={name}
                field={lineFields[name]!}
                value={line[name] ?? null}
                record={line}
                titles={titles}
                onChange={(value) => bench.putCell(at, name, value)}
              />
            ) : (
              <div key={name} data-field={name} className="field-row">
                <span className="label">{label(lineFields[name]!.label, name)}</span>
                <Value field={lineFields[name]!} value={line[name]} titles={titles} />
              </div>
            ),
          )}
      </div>
      {maySeeCost && typeof line.id === 'string' && <Costs quote={quote} line={line as AnyRow} may={may} />}
    </div>
  )
}

function Costs({
  quote,
  line,
  may,
}: {
  readonly quote: string
  readonly line: AnyRow
  readonly may: boolean
}) {
  const t = useWords()
  const label = useLabel()
  const screens = useScreens()
  const [grid, setGrid] = useState(false)
  const sheets = useQuery(fewQuery('cost_sheet', { where: `quote = "${quote}"`, limit: 200 }))
  const items = useQuery(fewQuery('cost_line', { where: `quote = "${quote}"`, limit: 500 }))
  const sheet = sheets.data?.items.find((one) => one.quote_line === line.id)
  if (sheets.error ?? items.error) return <ProblemNote error={sheets.error ?? items.error} />
  if (!sheets.data || !items.data) return <p className="quiet">{t('common.loading')}</p>
  if (!sheet) return <p className="quiet">{t('quote.no_sheet')}</p>
  const notes = readLines(fieldsOf(screens, screens.objects.cost_sheet!).notes, sheet.notes, sheet, label)
  return (
    <div data-testid="cost-sheet">
      <h3>
        {t('quote.cost_sheet')} <span className="mono quiet">{String(sheet.number ?? '')}</span>{' '}
        <span className="quiet">{t('quote.batch', { n: String(sheet.batch ?? '1') })}</span>
      </h3>
      <CostTable
        sheet={sheet}
        items={items.data.items.filter((one) => one.cost_sheet === sheet.id)}
        may={may}
      />
      <Button size="small" data-action="price_grid" onClick={() => setGrid(true)}>
        {t('quote.grid')}
      </Button>
      {grid && (
        <ActionDialog
          object="quote_line"
          id={line.id}
          name="price_grid"
          record={line as FullRecord}
          onClose={() => setGrid(false)}
        />
      )}
      {notes.length > 0 && (
        <p className="bench-notes">
          <b>{t('quote.not_included')}</b> <span className="lines-kept">{notes.join('\n')}</span>
        </p>
      )}
    </div>
  )
}

function CostTable({
  sheet,
  items,
  may,
}: {
  readonly sheet: AnyRow
  readonly items: readonly AnyRow[]
  readonly may: boolean
}) {
  const t = useWords()
  const label = useLabel()
  const screens = useScreens()
  const [wrong, setWrong] = useState<AnyRow>()
  const fields = fieldsOf(screens, screens.objects.cost_line!)
  const sheetFields = fieldsOf(screens, screens.objects.cost_sheet!)
  return (
    <Wide label={`${t('quote.cost_sheet')} ${String(sheet.number ?? '')}`}>
      <table className="plain-table cost-table">
        <thead>
          <tr>
            <th scope="col">{t('quote.cost_item')}</th>
            <th scope="col">{t('quote.how')}</th>
            <th scope="col" className="right">
              {t('quote.computed')}
            </th>
            <th scope="col" className="right">
              {t('quote.amount')}
            </th>
            <th scope="col">{t('quote.source')}</th>
            {may && (
              <th scope="col">
                <span className="visually-hidden">{t('lines.tools')}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr
              key={item.id}
              data-cost={String(item.key ?? item.id)}
              data-corrected={item.corrected_amount !== null}
            >
              <td>
                <b>
                  <Value field={fields.name!} value={item.name} record={item} compact />
                </b>
              </td>
              <td className="figure">{howComputed(item, String(sheet.batch ?? '1'))}</td>
              <td className="right">
                {item.corrected_amount === null ? (
                  <Value field={fields.computed!} value={item.computed} />
                ) : (
                  <del>
                    <Value field={fields.computed!} value={item.computed} />
                  </del>
                )}
              </td>
              <td className="right" data-figure="amount">
                <b>
                  <Value field={fields.amount!} value={item.amount} />
                </b>
              </td>
              <td className="wrap">
                <Value field={fields.source!} value={item.source} compact />{' '}
                {[
                  ...readLines(fields.source_note, item.source_note, item, label),
                  item.source_date ? t('quote.price_of', { day: String(item.source_date) }) : '',
                  item.rule
                    ? t('quote.by_rule', {
                        rule: String(item.rule),
                        version:
                          item.rule_version === 'shipped'
                            ? t('quote.shipped')
                            : String(item.rule_version ?? ''),
                      })
                    : '',
                ]
                  .filter(Boolean)
                  .join(' · ')}
                {item.corrected_amount !== null && (
                  <span className="cost-why" data-testid="correction">
                    {t('quote.corrected', { reason: String(item.correction_reason ?? '') })}
                  </span>
                )}
              </td>
              {may && (
                <td>
                  <Button size="small" data-action="correct" onClick={() => setWrong(item)}>
                    {t('quote.correct')}
                  </Button>
                </td>
              )}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={3}>
              {t('quote.each')}
            </th>
            <td className="right" data-figure="unit-cost">
              <b>
                <Value field={sheetFields.total!} value={sheet.total} />
              </b>
            </td>
            <td colSpan={may ? 2 : 1} />
          </tr>
        </tfoot>
      </table>
      {wrong && (
        <ActionDialog
          object="cost_line"
          id={wrong.id}
          name="correct"
          record={wrong as FullRecord}
          onClose={() => setWrong(undefined)}
        />
      )}
    </Wide>
  )
}
