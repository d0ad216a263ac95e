import { Modal } from 'antd'
import { Wide } from '../ground/Wide.tsx'
import { useWords } from '../words/words.ts'
import { zh } from '../words/zh.ts'
import { columnsIn, wordOf, type AnswerRow } from './answerRows.ts'

/** What an action found, row by row, until it has been read. */
export function AnswerTable({
  title,
  rows,
  onClose,
}: {
  readonly title: string
  readonly rows: readonly AnswerRow[]
  readonly onClose: () => void
}) {
  const t = useWords()
  const columns = columnsIn(rows)
  const said = (value: unknown): string => {
    if (value === null || value === undefined || value === '') return '—'
    if (typeof value === 'boolean') return t(value ? 'field.yes' : 'field.no')
    if (Array.isArray(value)) return value.length > 0 ? value.map(String).join(t('common.comma')) : '—'
    return wordOf(String(value)) in zh ? t(wordOf(String(value))) : String(value)
  }
  const figure = (name: string) => rows.every((row) => /^-?\d+(\.\d+)?$/.test(String(row[name] ?? '0')))
  return (
    <Modal open title={title} footer={null} onCancel={onClose} width={820} data-testid="answer-table">
      {rows.length === 0 ? (
        <p className="quiet">{t('answer.none')}</p>
      ) : (
        <Wide label={title}>
          <table className="plain-table">
            <thead>
              <tr>
                {columns.map((name) => (
                  <th key={name} scope="col" className={figure(name) ? 'right' : undefined}>
                    {t(wordOf(name))}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row, at) => (
                <tr key={at}>
                  {columns.map((name) => (
                    <td key={name} data-column={name} className={figure(name) ? 'right' : undefined}>
                      {said(row[name])}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </Wide>
      )}
    </Modal>
  )
}
