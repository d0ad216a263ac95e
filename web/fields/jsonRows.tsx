import { Button, Input } from 'antd'
import type { Label } from '../../model/refuse.ts'
import { Wide } from '../ground/Wide.tsx'
import { useLabel, useWords } from '../words/words.ts'
import type { EditProps } from './screen.ts'

export type Columns = Readonly<Record<string, Label>>
type Row = Readonly<Record<string, unknown>>

const rowsIn = (value: unknown): readonly Row[] => (Array.isArray(value) ? (value as readonly Row[]) : [])
const said = (value: unknown) => (value === null || value === undefined ? '' : String(value))

/** A rate is kept as a share of one and read in percent. */
const shown = (name: string, value: unknown) =>
  name.endsWith('_rate') && said(value) !== '' && Number.isFinite(Number(value))
    ? `${Number((Number(value) * 100).toFixed(2))}%`
    : said(value)

export function RowsShow({
  value,
  columns,
  title,
}: {
  readonly value: unknown
  readonly columns: Columns
  readonly title: string
}) {
  const label = useLabel()
  const names = Object.keys(columns).filter((name) => rowsIn(value).some((row) => said(row[name]) !== ''))
  if (names.length === 0) return <span className="quiet">—</span>
  return (
    <Wide label={title}>
      <table className="plain-table">
        <thead>
          <tr>
            {names.map((name) => (
              <th key={name} scope="col">
                {label(columns[name], name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rowsIn(value).map((row, at) => (
            <tr key={at}>
              {names.map((name) => (
                <td key={name} data-column={name}>
                  {shown(name, row[name])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  )
}

/**
 * Rows to fill in. Where they start from rows of the record, those are given and only the last column is
 * typed; otherwise rows can be added.
 */
export function RowsEdit({
  id,
  name,
  value,
  field,
  columns,
  onChange,
}: EditProps & { readonly columns: Columns }) {
  const t = useWords()
  const label = useLabel()
  const rows = rowsIn(value)
  const given = Boolean(field.starts_from) && rows.length > 0
  const all = Object.keys(columns)
  const typed = given ? all.slice(-1) : all
  const shown = given
    ? all.filter((one) => typed.includes(one) || rows.some((row) => said(row[one]) !== ''))
    : all
  const put = (at: number, column: string, text: string) =>
    onChange(rows.map((row, i) => (i === at ? { ...row, [column]: text } : row)))
  return (
    <div id={id} data-rows={name}>
      {rows.length > 0 && (
        <table className="plain-table">
          <thead>
            <tr>
              {shown.map((one) => (
                <th key={one} scope="col">
                  {label(columns[one], one)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, at) => (
              <tr key={at}>
                {shown.map((one) => (
                  <td key={one} data-column={one}>
                    {typed.includes(one) ? (
                      <Input
                        aria-label={
                          given
                            ? `${said(row[all[0]!])} ${label(columns[one], one)}`
                            : `${label(columns[one], one)} ${at + 1}`
                        }
                        value={said(row[one])}
                        onChange={(event) => put(at, one, event.target.value)}
                      />
                    ) : (
                      said(row[one])
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {!given && (
        <Button size="small" onClick={() => onChange([...rows, {}])}>
          {t('lines.add')}
        </Button>
      )}
    </div>
  )
}

/** The rows a table of an action starts with: those of the record, in the columns of the table. */
export const startRows = (columns: Columns, from: unknown): readonly Row[] =>
  rowsIn(from).map((row) =>
    Object.fromEntries(
      Object.keys(columns)
        .filter((name) => said(row[name]) !== '')
        .map((name) => [name, said(row[name])]),
    ),
  )
