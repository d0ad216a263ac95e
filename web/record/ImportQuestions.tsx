import { Checkbox, Radio, Select } from 'antd'
import { conventionLabels, type Convention } from '../../model/reading/columns.ts'
import { useLabel, useWords } from '../words/words.ts'
import type { ColumnConvention, ImportAnswer, ImportOptions } from './importSheet.ts'

interface Props {
  readonly answer: ImportAnswer
  readonly options: ImportOptions
  readonly onChange: (options: ImportOptions) => void
}

const shown = 20

/**
 * What the sheet does not say by itself: which sheet, how its columns are written, what the rows are that are
 * no data.
 */
export function ImportQuestions({ answer, options, onChange }: Props) {
  const t = useWords()
  const { sheets = [], conventions = [], left_out_rows: left = [] } = answer
  const below = options.below !== undefined || answer.faults.some((fault) => fault.code === 'second_table')
  const totals = options.totals === 'read' || left.length > 0
  if (sheets.length < 2 && conventions.length === 0 && !below && !totals) return null
  const state = (column: string, convention: Convention) =>
    onChange({ ...options, conventions: { ...options.conventions, [column]: convention } })
  return (
    <section className="card" aria-label={t('import.questions')} data-testid="questions">
      <h2>{t('import.questions')}</h2>
      {sheets.length > 1 && (
        <label className="field-row">
          <span className="label">{t('import.sheet')}</span>
          <Select
            aria-label={t('import.sheet')}
            value={options.sheet ?? answer.sheet ?? undefined}
            onChange={(sheet) => onChange({ sheet })}
            options={sheets.map((value) => ({ value, label: value }))}
          />
          <span className="quiet">{t('import.sheet_hint')}</span>
        </label>
      )}
      {conventions.map((one) => (
        <ColumnQuestion
          key={one.column}
          question={one}
          given={options.conventions?.[one.column]}
          onState={(convention) => state(one.column, convention)}
        />
      ))}
      {below && (
        <fieldset className="import-question" data-question="below">
          <legend>{t('import.ask_below')}</legend>
          <Radio.Group
            value={options.below}
            onChange={(event) => onChange({ ...options, below: event.target.value as 'read' | 'leave' })}
            options={(['read', 'leave'] as const).map((value) => ({
              value,
              label: t(`import.below_${value}`),
            }))}
          />
        </fieldset>
      )}
      {left.length > 0 && (
        <>
          <p className="quiet">{t('import.left_rows')}</p>
          <ul className="quiet">
            {left.slice(0, shown).map(({ row, reason, value }) => (
              <li key={row}>{t('import.left_row', { row, reason, value })}</li>
            ))}
          </ul>
        </>
      )}
      {totals && (
        <Checkbox
          checked={options.totals === 'read'}
          onChange={(event) => onChange({ ...options, totals: event.target.checked ? 'read' : 'leave' })}
        >
          {t('import.read_totals')}
        </Checkbox>
      )}
    </section>
  )
}

/**
 * Each reading with what it makes of the values that leave the column open, so that whoever knows the sheet
 * sees which is right.
 */
function ColumnQuestion({
  question,
  given,
  onState,
}: {
  readonly question: ColumnConvention
  readonly given: Convention | undefined
  readonly onState: (convention: Convention) => void
}) {
  const t = useWords()
  const label = useLabel()
  const { column, kind, standing, convention, examples } = question
  if (convention !== null && standing !== 'mixed' && given === undefined)
    return (
      <p className="quiet" data-known={column}>
        {t('import.known', { column, how: label(conventionLabels[convention]) })}
      </p>
    )
  const choices = [...new Set(examples.flatMap((one) => one.readings.map((reading) => reading.convention)))]
  const shownBy = (choice: Convention) =>
    examples
      .slice(0, 3)
      .map(({ row, text, readings }) => {
        const value = readings.find((one) => one.convention === choice)?.value
        return value === undefined
          ? t('import.cannot_read', { row, text })
          : t('import.reads', { row, text, value })
      })
      .join('；')
  return (
    <fieldset className="import-question" data-question={column}>
      <legend>
        {t(
          standing === 'mixed' ? 'import.is_mixed' : kind === 'day' ? 'import.ask_day' : 'import.ask_number',
          { column },
        )}
      </legend>
      <Radio.Group value={given ?? null} onChange={(event) => onState(event.target.value as Convention)}>
        {choices.map((choice) => (
          <Radio key={choice} value={choice} data-choice={choice}>
            <b>{label(conventionLabels[choice])}</b>
            <span className="quiet import-example">{shownBy(choice)}</span>
          </Radio>
        ))}
      </Radio.Group>
    </fieldset>
  )
}
