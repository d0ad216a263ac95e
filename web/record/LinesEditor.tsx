import { CopyOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { screenOf } from '../fields/kinds.ts'
import type { EditProps } from '../fields/screen.ts'
import { fieldsOf, isWritable, type AnyField, type ScreenObject } from '../ground/definitions.ts'
import { useScreens } from '../ground/session.ts'
import { useNarrow } from '../ground/useNarrow.ts'
import { Wide } from '../ground/Wide.tsx'
import { useLabel, useWords } from '../words/words.ts'
import { lineColumns, newLine } from './lineColumns.ts'
import { Value } from './Value.tsx'

type Line = Readonly<Record<string, unknown>>

/** Child rows typed in a table (stacked on a phone). What is computed is shown, and is new after saving. */
export default function LinesEditor({ id, value, onChange, field, titles }: EditProps) {
  const t = useWords()
  const label = useLabel()
  const narrow = useNarrow()
  const screens = useScreens()
  const child = screens.objects[String(field.of)]
  if (!child) return null
  const fields = fieldsOf(screens, child)
  const rows = (Array.isArray(value) ? value : []) as readonly Line[]
  const columns = lineColumns(child, String(field.by), 'editing')
  const change = (at: number, name: string, next: unknown) =>
    onChange(rows.map((row, index) => (index === at ? { ...row, [name]: next } : row)))
  const remove = (at: number) => onChange(rows.filter((_, index) => index !== at))
  const copy = (at: number) =>
    onChange([...rows.slice(0, at + 1), typed(rows[at]!, fields), ...rows.slice(at + 1)])
  const shared = { fields, child, columns, titles, change, remove, copy }
  return (
    <div className="lines-editor" id={id}>
      {rows.length > 0 &&
        (narrow ? (
          rows.map((row, at) => <LineCard key={at} row={row} at={at} {...shared} />)
        ) : (
          <Wide label={t('lines.table', { name: label(child.label, child.name) })}>
            <table className="plain-table">
              <thead>
                <tr>
                  <th scope="col" className="right">
                    #
                  </th>
                  {columns.map((name) => (
                    <th key={name} scope="col" className={screenOf(fields[name]!).align}>
                      {label(fields[name]!.label, name)}
                      {fields[name]!.required && (
                        <span className="must" aria-hidden>
                          {' '}
                          *
                        </span>
                      )}
                    </th>
                  ))}
                  <th scope="col">
                    <span className="visually-hidden">{t('lines.tools')}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {rows.map((row, at) => (
                  <LineRow key={at} row={row} at={at} {...shared} />
                ))}
              </tbody>
            </table>
          </Wide>
        ))}
      <Button
        type="dashed"
        icon={<PlusOutlined />}
        onClick={() => onChange([...rows, newLine(child.fields as Readonly<Record<string, AnyField>>)])}
        data-testid="add-line"
      >
        {t('lines.add')}
      </Button>
    </div>
  )
}

/** A copy of a row is a new row: no id, nothing computed. */
const typed = (row: Line, fields: Readonly<Record<string, AnyField>>): Line =>
  Object.fromEntries(
    Object.entries(row).filter(
      ([name]) =>
        name !== 'id' &&
        fields[name] !== undefined &&
        isWritable(fields[name]) &&
        name !== 'owner' &&
        name !== 'department',
    ),
  )

interface LineProps {
  readonly row: Line
  readonly at: number
  readonly child: ScreenObject
  readonly fields: Readonly<Record<string, AnyField>>
  readonly columns: readonly string[]
  readonly titles: EditProps['titles']
  readonly change: (at: number, name: string, value: unknown) => void
  readonly remove: (at: number) => void
  readonly copy: (at: number) => void
}

function LineRow({ row, at, columns, ...rest }: LineProps) {
  return (
    <tr data-line={at}>
      <td className="right quiet">{at + 1}</td>
      {columns.map((name) => (
        <td
          key={name}
          data-field={name}
          className={screenOf(rest.fields[name]!).align}
          style={{ minWidth: width(rest.fields[name]!) }}
        >
          <Cell row={row} at={at} name={name} {...rest} />
        </td>
      ))}
      <td className="nowrap">
        <LineTools at={at} {...rest} />
      </td>
    </tr>
  )
}

function LineCard({ row, at, columns, ...rest }: LineProps) {
  const label = useLabel()
  return (
    <fieldset className="line-card" data-line={at}>
      <legend>#{at + 1}</legend>
      {columns.map((name) => (
        <div key={name} className="field-row" data-field={name}>
          <span className="label">{label(rest.fields[name]!.label, name)}</span>
          <Cell row={row} at={at} name={name} {...rest} />
        </div>
      ))}
      <LineTools at={at} {...rest} />
    </fieldset>
  )
}

function Cell({
  row,
  at,
  name,
  fields,
  titles,
  change,
}: Omit<LineProps, 'columns'> & { readonly name: string }) {
  const label = useLabel()
  const field = fields[name]!
  const { Edit } = screenOf(field)
  if (!Edit || !isWritable(field))
    return <Value field={field} value={row[name]} record={row} titles={titles} compact />
  const id = `line-${at}-${name}`
  return (
    <>
      <label className="visually-hidden" htmlFor={id}>{`#${at + 1} ${label(field.label, name)}`}</label>
      <Edit
        id={id}
        name={name}
        field={field}
        value={row[name] ?? null}
        record={row}
        titles={titles}
        onChange={(value) => change(at, name, value)}
      />
    </>
  )
}

function LineTools({ at, copy, remove }: Pick<LineProps, 'at' | 'copy' | 'remove'>) {
  const t = useWords()
  return (
    <span className="line-tools">
      <Button
        type="text"
        icon={<CopyOutlined />}
        aria-label={t('lines.copy', { n: at + 1 })}
        onClick={() => copy(at)}
      />
      <Button
        type="text"
        danger
        icon={<DeleteOutlined />}
        aria-label={t('lines.remove', { n: at + 1 })}
        onClick={() => remove(at)}
      />
    </span>
  )
}

const width = (field: AnyField): number =>
  ({ number: 96, percent: 96, money: 120, date: 140, bool: 60 })[field.type] ?? 160
