import { screenOf } from '../fields/kinds.ts'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { titleOf, type AnyField, type ScreenObject } from '../ground/definitions.ts'
import { ProblemNote } from '../ground/ProblemNote.tsx'
import { groupsQuery, listQuery, type Groups, type Titles } from '../ground/records.ts'
import { useLabel, useWords } from '../words/words.ts'
import { isRight, type DrawnColumn } from './listColumns.ts'
import { SumText, summedColumns } from './SumLine.tsx'
import { Value } from './Value.tsx'
import { quoted } from './where.ts'

interface Props {
  readonly object: ScreenObject
  readonly fields: Readonly<Record<string, AnyField>>
  readonly columns: readonly DrawnColumn[]
  readonly by: string
  readonly where: string | undefined
  readonly sort: string | undefined
}

type Group = Groups['groups'][number]

/** Groups that are open from the start: as many as a screen shows. */
const openFirst = 3

/** Rows put together by a field: each group says how many and how much, and shows its rows when it is open. */
export function GroupedList({ object, fields, columns, by, where, sort }: Props) {
  const t = useWords()
  const names = summedColumns(columns, fields)
  const { data, error, isPending } = useQuery(groupsQuery(object.name, { where, by, sums: names }))
  const [turned, setTurned] = useState<ReadonlySet<string>>(new Set())
  return (
    <div className="list-box">
      <ProblemNote error={error} />
      <table className="list-table" aria-busy={isPending}>
        <colgroup>
          {columns.map(({ name, width }) => (
            <col key={name} style={{ width }} />
          ))}
          <col />
        </colgroup>
        <thead>
          <tr>
            {columns.map(({ name }) => (
              <Head key={name} name={name} field={fields[name]!} />
            ))}
            <th className="rest" aria-hidden />
          </tr>
        </thead>
        {(data?.groups ?? []).map((group, at) => {
          const key = String(group.value)
          const open = at < openFirst !== turned.has(key)
          const turn = () =>
            setTurned(new Set(turned.has(key) ? [...turned].filter((one) => one !== key) : [...turned, key]))
          return (
            <tbody key={key} data-group={key}>
              <tr className="group-row">
                {columns.map(({ name }, i) =>
                  i === 0 ? (
                    <th key={name} scope="rowgroup" colSpan={1} className="group-name">
                      <button type="button" aria-expanded={open} onClick={turn}>
                        <span aria-hidden>{open ? '▾' : '▸'}</span>{' '}
                        <GroupName field={fields[by]!} group={group} titles={data!.titles} />{' '}
                        <span className="quiet">{group.count}</span>
                      </button>
                    </th>
                  ) : (
                    <td key={name} className={isRight(fields[name]!) ? 'right' : undefined}>
                      {names.includes(name) && (
                        <SumText sum={group.sums[name]!} currencies={data!.currencies} />
                      )}
                    </td>
                  ),
                )}
                <td className="rest" aria-hidden />
              </tr>
              {open && (
                <GroupRows
                  {...{ object, fields, columns, sort }}
                  where={within(fields[by]!, by, group, where)}
                />
              )}
            </tbody>
          )
        })}
      </table>
      {data?.capped && <p className="quiet list-foot">{t('list.groups_capped')}</p>}
    </div>
  )
}

function Head({ name, field }: { readonly name: string; readonly field: AnyField }) {
  const label = useLabel()
  return (
    <th scope="col" className={isRight(field) ? 'right' : undefined} data-column={name}>
      {label(field.label, name)}
    </th>
  )
}

function GroupName({
  field,
  group,
  titles,
}: {
  readonly field: AnyField
  readonly group: Group
  readonly titles: Titles
}) {
  const t = useWords()
  if (group.value === null) return <>{t('list.is_empty')}</>
  return <Value field={field} value={group.value} record={{}} titles={titles} compact />
}

/** The condition of the list, and of one group of it. */
function within(field: AnyField, by: string, { value }: Group, where: string | undefined): string {
  const own =
    value === null
      ? `${by} = null`
      : screenOf(field).unquoted
        ? `${by} = ${value}`
        : `${by} = ${quoted(String(value))}`
  return [own, ...(where ? [`(${where})`] : [])].join(' and ')
}

function GroupRows({ object, fields, columns, where, sort }: Omit<Props, 'by'>) {
  const t = useWords()
  const query = useInfiniteQuery(listQuery(object.name, { where, sort }))
  const pages = query.data?.pages ?? []
  const titles: Titles = Object.assign({}, ...pages.map((page) => page.titles))
  const own = object.title ?? 'number'
  const linked = columns.some(({ name }) => name === own) ? own : columns[0]?.name
  return (
    <>
      {pages
        .flatMap((page) => page.items)
        .map((item) => (
          <tr key={item.id} data-id={item.id}>
            {columns.map(({ name }) => (
              <td key={name} className={isRight(fields[name]!) ? 'right' : undefined} data-column={name}>
                {name === linked ? (
                  <Link to="/o/$object/$id" params={{ object: object.name, id: item.id }}>
                    {name === object.title
                      ? titleOf(object, item)
                      : String(item[name] ?? titleOf(object, item))}
                  </Link>
                ) : (
                  <Value field={fields[name]!} value={item[name]} record={item} titles={titles} compact />
                )}
              </td>
            ))}
            <td className="rest" aria-hidden />
          </tr>
        ))}
      {query.hasNextPage && (
        <tr>
          <td colSpan={columns.length + 1}>
            <Button type="link" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
              {t('list.load_more')}
            </Button>
          </td>
        </tr>
      )}
    </>
  )
}
