import { screenOf } from '../fields/kinds.ts'
import type { LinesTableProps } from '../fields/linesParts.ts'
import { fieldsOf } from '../ground/definitions.ts'
import { useScreens } from '../ground/session.ts'
import { Wide } from '../ground/Wide.tsx'
import { useLabel, useWords } from '../words/words.ts'
import { lineColumns } from './lineColumns.ts'
import { Value } from './Value.tsx'

/** Child rows as they stand, computed columns with them. */
export default function LinesTable({ rows, of, by, titles }: LinesTableProps) {
  const t = useWords()
  const label = useLabel()
  const screens = useScreens()
  const child = screens.objects[of]
  if (!child) return null
  const fields = fieldsOf(screens, child)
  const columns = lineColumns(child, by, rows)
  return (
    <Wide label={t('lines.table', { name: label(child.label, of) })}>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col" className="right">
              #
            </th>
            {columns.map((name) => (
              <th key={name} scope="col" className={screenOf(fields[name]!).align}>
                {label(fields[name]!.label, name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={String(row.id ?? at)} data-id={String(row.id ?? '')}>
              <td className="right quiet">{at + 1}</td>
              {columns.map((name) => (
                <td key={name} data-column={name} className={screenOf(fields[name]!).align}>
                  <Value field={fields[name]!} value={row[name]} record={row} titles={titles} compact />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  )
}
