import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Select } from 'antd'
import { useState } from 'react'
import { call } from '../ground/api.ts'
import { ProblemNote } from '../ground/ProblemNote.tsx'
import { useHouse } from '../ground/session.ts'
import { showMoment } from '../ground/when.ts'
import { useLabel, useWords } from '../words/words.ts'

interface Reading {
  readonly id: string
  readonly at: string
  readonly person: string
  readonly person_name: string
  readonly by_key: boolean
  readonly object: string
  readonly record: string | null
  readonly how: 'record' | 'list' | 'export' | 'person'
  readonly levels: readonly ('personal' | 'financial' | 'commercial')[]
  readonly rows: number
  readonly times: number
  readonly address: string
}
interface Somebody {
  readonly id: string
  readonly name: string
}
interface Page {
  readonly items: readonly Reading[]
  readonly next: string | null
}

/** For administrators: who saw protected data, when, of which record, and from where. */
export function ReadingsScreen() {
  const t = useWords()
  const label = useLabel()
  const { screens } = useHouse()
  const [object, setObject] = useState<string>()
  const [person, setPerson] = useState<Somebody>()
  const query = useInfiniteQuery({
    queryKey: ['readings', object, person?.id],
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      call<Page>('GET', '/readings', { query: { object, person: person?.id, after: pageParam } }),
    getNextPageParam: (page) => page.next ?? undefined,
  })
  const rows = query.data?.pages.flatMap((page) => page.items) ?? []
  const nameOf = (name: string) => label(screens.objects[name]?.label, name)
  return (
    <div className="page">
      <p className="crumbs">
        <Link to="/studio">{t('nav.studio')}</Link>
      </p>
      <h1>{t('privacy.readings')}</h1>
      <div className="card">
        <div className="row" style={{ marginBottom: 12 }}>
          <Select
            aria-label={t('studio.object')}
            allowClear
            placeholder={t('studio.object')}
            value={object}
            onChange={setObject}
            style={{ minWidth: 160 }}
            options={Object.values(screens.objects).map(({ name }) => ({ value: name, label: nameOf(name) }))}
          />
          {person && (
            <Button onClick={() => setPerson(undefined)}>{t('privacy.only', { name: person.name })} ×</Button>
          )}
        </div>
        <ProblemNote error={query.error} />
        {query.data && rows.length === 0 && <p>{t('privacy.none')}</p>}
        {rows.length > 0 && <ReadingsTable rows={rows} nameOf={nameOf} onPerson={setPerson} />}
        {query.hasNextPage && (
          <Button onClick={() => void query.fetchNextPage()} loading={query.isFetchingNextPage}>
            {t('common.more')}
          </Button>
        )}
      </div>
    </div>
  )
}

interface TableProps {
  readonly rows: readonly Reading[]
  readonly nameOf: (object: string) => string
  readonly onPerson: (person: Somebody) => void
}

function ReadingsTable({ rows, nameOf, onPerson }: TableProps) {
  const t = useWords()
  const { zone } = useHouse()
  return (
    <div className="matrix" tabIndex={0} role="region" aria-label={t('privacy.readings')}>
      <table className="plain-table">
        <thead>
          <tr>
            {(['at', 'who', 'what', 'how', 'levels', 'rows', 'from'] as const).map((one) => (
              <th scope="col" key={one}>
                {t(`privacy.${one}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td className="nowrap">{showMoment(row.at, zone)}</td>
              <td>
                <button
                  type="button"
                  className="plain-link"
                  onClick={() => onPerson({ id: row.person, name: row.person_name })}
                >
                  {row.person_name}
                </button>
                {row.by_key && <> {t('privacy.by_key')}</>}
              </td>
              <td>
                {row.record ? (
                  <Link to="/o/$object/$id" params={{ object: row.object, id: row.record }}>
                    {nameOf(row.object)} {row.record.slice(-6)}
                  </Link>
                ) : (
                  nameOf(row.object)
                )}
              </td>
              <td>{t(`privacy.how_${row.how}`)}</td>
              <td>{row.levels.map((level) => t(`privacy.level_${level}`)).join(t('common.comma'))}</td>
              <td className="figure">{row.times > 1 ? `${row.rows} × ${row.times}` : row.rows}</td>
              <td className="mono">{row.address}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
