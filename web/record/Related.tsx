import { PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Label } from '../../model/refuse.ts'
import { hasRows, screenOf } from '../fields/kinds.ts'
import { fieldsOf, titleOf, type AnyField, type Screens, type ScreenObject } from '../ground/definitions.ts'
import { ProblemNote } from '../ground/ProblemNote.tsx'
import { fewQuery, type FullRecord } from '../ground/records.ts'
import { useScreens } from '../ground/session.ts'
import { Wide } from '../ground/Wide.tsx'
import { useLabel, useWords } from '../words/words.ts'
import { columnsOf } from './columns.ts'
import { startFrom } from './startFrom.ts'
import { Value } from './Value.tsx'
import { quoted } from './where.ts'

export interface RelatedRows {
  readonly name: string
  readonly object: string
  readonly by: string
  readonly label: Label
}

const shown = 20

/**
 * Rows of other objects that point at this one: those the definition names first, never its own child rows.
 */
export function relatedOf(screens: Screens, object: ScreenObject): readonly RelatedRows[] {
  const inverses = screens.inverses[object.name] ?? {}
  const children = new Set(
    Object.values(object.fields)
      .filter((field) => hasRows(field as AnyField))
      .map((field) => String((field as unknown as { of: string }).of)),
  )
  const names = [...new Set([...(object.related ?? []), ...(object.related ? [] : Object.keys(inverses))])]
  const found = names.flatMap((name) => {
    const inverse = inverses[name]
    const other = inverse && screens.objects[inverse.object]
    return inverse && other?.may.read && !children.has(inverse.object)
      ? [{ name, ...inverse, label: other.label }]
      : []
  })
  const twice = (one: RelatedRows) => found.filter((other) => other.object === one.object).length > 1
  return found.map((one) =>
    twice(one)
      ? { ...one, label: joined(one.label, screens.objects[one.object]!.fields[one.by]?.label) }
      : one,
  )
}

const joined = (label: Label, field: Label | undefined): Label =>
  field
    ? { zh: `${label.zh}（${field.zh}）`, en: `${label.en ?? label.zh} (${field.en ?? field.zh})` }
    : label

/** The newest of them, the way to all, and one more. */
export function Related({
  related,
  record,
  from,
}: {
  readonly related: RelatedRows
  readonly record: FullRecord
  readonly from: Readonly<Record<string, AnyField>>
}) {
  const t = useWords()
  const label = useLabel()
  const screens = useScreens()
  const object = screens.objects[related.object]!
  const fields = fieldsOf(screens, object)
  const { data, error, isPending } = useQuery(
    fewQuery(related.object, { where: `${related.by} = ${quoted(record.id)}`, limit: shown }, true),
  )
  const columns = columnsOf(object, fields)
    .filter((name) => name !== related.by)
    .slice(0, 6)
  const linked = columns.includes(object.title ?? 'number') ? (object.title ?? 'number') : columns[0]
  const items = data?.items ?? []
  return (
    <div data-related={related.name}>
      <div className="row spread related-head">
        <span className="quiet">
          {data?.count !== undefined && t('list.count', { n: data.count_capped ? '1000+' : data.count })}
        </span>
        <span className="row">
          {data?.next && (
            <Link
              to="/o/$object"
              params={{ object: related.object }}
              search={{ f: { [related.by]: { in: [record.id] } } } as never}
            >
              {t('related.all')}
            </Link>
          )}
          {object.may.create && (
            <Link
              className="new-link"
              to="/o/$object/new"
              params={{ object: related.object }}
              search={startFrom(record, from, { fields, by: related.by }) as never}
              data-testid={`new-${related.object}`}
            >
              <PlusOutlined /> {t('form.new', { name: label(object.label, object.name) })}
            </Link>
          )}
        </span>
      </div>
      <ProblemNote error={error} />
      {items.length > 0 ? (
        <Wide label={label(related.label)}>
          <table className="plain-table">
            <thead>
              <tr>
                {columns.map((name) => (
                  <th key={name} scope="col" className={screenOf(fields[name]!).align}>
                    {label(fields[name]!.label, name)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {items.map((item) => (
                <tr key={item.id} data-id={item.id}>
                  {columns.map((name) => (
                    <td key={name} data-column={name} className={screenOf(fields[name]!).align}>
                      {name === linked ? (
                        <Link to="/o/$object/$id" params={{ object: related.object, id: item.id }}>
                          {name === object.title ? (
                            titleOf(object, item)
                          ) : (
                            <Value
                              field={fields[name]!}
                              value={item[name] ?? titleOf(object, item)}
                              record={item}
                              titles={data?.titles}
                              compact
                            />
                          )}
                        </Link>
                      ) : (
                        <Value
                          field={fields[name]!}
                          value={item[name]}
                          record={item}
                          titles={data?.titles}
                          compact
                        />
                      )}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </Wide>
      ) : (
        !isPending &&
        !error && <p className="quiet">{t('related.none', { name: label(object.label, object.name) })}</p>
      )}
    </div>
  )
}
