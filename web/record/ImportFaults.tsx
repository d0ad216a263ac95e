import { Checkbox, Input } from 'antd'
import type { AnyField } from '../ground/definitions.ts'
import { Wide } from '../ground/Wide.tsx'
import { useLabel, useWords } from '../words/words.ts'
import { ImportGroups } from './ImportGroups.tsx'
import type { Fault, ImportAnswer, ImportOptions } from './importSheet.ts'

const shown = 200

interface Props {
  readonly answer: ImportAnswer
  readonly fields: Readonly<Record<string, AnyField>>
  readonly options: ImportOptions
  readonly onCorrect: (row: number, column: string, value: string) => void
  readonly onOptions: (options: ImportOptions) => void
}

/** What is wrong, by row and column, each cell to be corrected where it stands. */
export function ImportFaults({ answer, fields, options, onCorrect, onOptions }: Props) {
  const t = useWords()
  const label = useLabel()
  const { faults } = answer
  const unknown = [
    ...new Set(
      faults
        .filter((fault) => fault.code.includes('reference') && fault.field && fields[fault.field])
        .map((fault) => fault.field!),
    ),
  ]
  if (faults.length === 0 && !options.create_missing?.length) return null
  const toggle = (field: string, on: boolean) =>
    onOptions({
      ...options,
      create_missing: on
        ? [...(options.create_missing ?? []), field]
        : options.create_missing?.filter((one) => one !== field),
    })
  return (
    <section className="card" aria-label={t('import.faults')} data-testid="faults">
      <h2>{t('import.faults')}</h2>
      <p className="quiet">{t('import.faults_hint')}</p>
      {[...new Set([...unknown, ...(options.create_missing ?? [])])].map((field) => (
        <p key={field}>
          <Checkbox
            checked={options.create_missing?.includes(field) ?? false}
            onChange={(event) => toggle(field, event.target.checked)}
          >
            {t('import.create_missing', { name: label(fields[field]?.label, field) })}
          </Checkbox>
        </p>
      ))}
      <ImportGroups groups={answer.groups ?? []} options={options} onOptions={onOptions} />
      <Wide label={t('import.faults')}>
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col" className="right">
                {t('import.row')}
              </th>
              <th scope="col">{t('import.column')}</th>
              <th scope="col">{t('import.what')}</th>
              <th scope="col">{t('import.value')}</th>
            </tr>
          </thead>
          <tbody>
            {faults.slice(0, shown).map((fault, at) => (
              <tr key={`${fault.row} ${fault.column} ${at}`} data-row={fault.row}>
                <td className="right">{fault.row}</td>
                <td>{fault.column ?? '—'}</td>
                <td className="wrap">{fault.detail}</td>
                <td>
                  {fault.column && (
                    <Input
                      aria-label={t('import.cell', { row: fault.row, column: fault.column })}
                      defaultValue={options.corrections?.[fault.row]?.[fault.column] ?? textOf(fault)}
                      placeholder={fault.suggestion}
                      onBlur={(event) => {
                        if (event.target.value !== textOf(fault))
                          onCorrect(fault.row, fault.column!, event.target.value)
                      }}
                    />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
      {(answer.faults_total ?? faults.length) > shown && (
        <p className="quiet">
          {t('import.more_faults', { n: (answer.faults_total ?? faults.length) - shown })}
        </p>
      )}
    </section>
  )
}

const textOf = (fault: Fault): string =>
  fault.value === null || fault.value === undefined ? '' : String(fault.value)
