import { Select } from 'antd'
import type { AnyField } from '../ground/definitions.ts'
import { Wide } from '../ground/Wide.tsx'
import { useLabel, useWords } from '../words/words.ts'
import type { ImportAnswer, ImportOptions } from './importSheet.ts'

interface Props {
  readonly answer: ImportAnswer
  readonly fields: Readonly<Record<string, AnyField>>
  readonly options: ImportOptions
  readonly onChange: (options: ImportOptions) => void
}

/** Which field each column fills, and whether rows are new or meet records that are there. */
export function ImportMapping({ answer, fields, options, onChange }: Props) {
  const t = useWords()
  const label = useLabel()
  const choices = Object.entries(fields).map(([value, field]) => ({
    value,
    label: `${label(field.label, value)}${field.required ? ' *' : ''}`,
    'data-option': value,
  }))
  const map = (column: string, field: string | null) =>
    onChange({
      ...options,
      mapping: {
        ...Object.fromEntries(answer.columns.map((one) => [one.name, one.field])),
        ...options.mapping,
        [column]: field,
      },
    })
  const keys = Object.entries(fields).filter(([name, field]) => field.unique || name === 'number')
  return (
    <section className="card" aria-label={t('import.mapping')}>
      <h2>{t('import.mapping')}</h2>
      <div className="form-line import-mode">
        <label className="field-row">
          <span className="label">{t('import.mode')}</span>
          <Select
            aria-label={t('import.mode')}
            value={options.mode ?? 'create'}
            onChange={(mode) => onChange({ ...options, mode })}
            options={(['create', 'update', 'upsert'] as const).map((value) => ({
              value,
              label: t(`import.mode_${value}`),
            }))}
          />
        </label>
        {(options.mode ?? 'create') !== 'create' && (
          <label className="field-row">
            <span className="label">{t('import.key')}</span>
            <Select
              aria-label={t('import.key')}
              value={options.key}
              onChange={(key) => onChange({ ...options, key })}
              options={keys.map(([value, field]) => ({ value, label: label(field.label, value) }))}
            />
          </label>
        )}
      </div>
      <Wide label={t('import.mapping')}>
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">{t('import.column')}</th>
              <th scope="col">{t('import.field')}</th>
            </tr>
          </thead>
          <tbody>
            {answer.columns.map(({ name, field }) => (
              <tr key={name} data-column={name}>
                <th scope="row">{name}</th>
                <td>
                  <Select
                    className="full"
                    aria-label={name}
                    style={{ minWidth: 200 }}
                    allowClear
                    placeholder={t('import.skip')}
                    showSearch={{ optionFilterProp: 'label' }}
                    virtual={false}
                    value={
                      (options.mapping && name in options.mapping ? options.mapping[name] : field) ??
                      undefined
                    }
                    options={choices}
                    onChange={(next) => map(name, next ?? null)}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
    </section>
  )
}
