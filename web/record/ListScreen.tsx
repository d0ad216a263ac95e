import { useInfiniteQuery } from '@tanstack/react-query'
import { useLocation, useNavigate, useParams, useRouter, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { fieldsOf, type AnyField, type ScreenObject } from '../ground/definitions.ts'
import { NotFound } from '../ground/NotFound.tsx'
import { ProblemNote } from '../ground/ProblemNote.tsx'
import { listQuery, type Titles } from '../ground/records.ts'
import { useHouse } from '../ground/session.ts'
import { useNarrow } from '../ground/useNarrow.ts'
import { BulkBar } from './BulkBar.tsx'
import { columnsOf } from './columns.ts'
import { EmptyList } from './EmptyList.tsx'
import { FilterBar } from './FilterBar.tsx'
import { Board } from './LazyBoard.tsx'
import { ListCards } from './ListCards.tsx'
import { ListHead } from './ListHead.tsx'
import { ListTable } from './ListTable.tsx'
import {
  readListState,
  searchedFields,
  splitFilters,
  whereOf,
  type Filters,
  type ListState,
} from './where.ts'

/**
 * All records of an object: narrowed, sorted, page after page. What one sees stands in the URL, save filters
 * on protected fields.
 */
export function ListScreen() {
  const { object: name } = useParams({ strict: false }) as { object: string }
  const { screens } = useHouse()
  const object = screens.objects[name]
  if (!object?.may.read) return <NotFound />
  return <List key={name} object={object} fields={fieldsOf(screens, object)} />
}

function List({
  object,
  fields,
}: {
  readonly object: ScreenObject
  readonly fields: Readonly<Record<string, AnyField>>
}) {
  const narrow = useNarrow()
  const { zone } = useHouse()
  const navigate = useNavigate()
  const asked = readListState(useSearch({ strict: false }) as Record<string, unknown>)
  const beside = useLocation({ select: ({ state: held }) => (held as { readonly kept?: Filters }).kept })
  const state = { ...asked, ...(asked.f || beside ? { f: { ...asked.f, ...beside } } : {}) }
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set())
  const { history } = useRouter()
  const here = useLocation({ select: (location) => location.pathname })
  // Whoever is on the way to a record is not called back by what was typed a moment ago.
  const change = (part: Partial<ListState>) => {
    if (history.location.pathname !== here) return
    const { shown, kept } = splitFilters('f' in part ? part.f : state.f, fields)
    const search = tidy({ ...asked, ...part, f: shown }) as never
    void navigate({
      to: '/o/$object',
      params: { object: object.name },
      search,
      state: { kept } as never,
      replace: true,
    })
  }
  const where = whereOf({ state, fields, searched: searchedFields(fields, object.title), zone }) || undefined
  const sort = state.sort ?? object.list?.sort
  const query = useInfiniteQuery(listQuery(object.name, { where, sort }))
  const pages = query.data?.pages ?? []
  const items = pages.flatMap((page) => page.items)
  const titles: Titles = Object.assign({}, ...pages.map((page) => page.titles))
  const columns = columnsOf(object, fields)
  const shared = {
    object,
    fields,
    columns,
    items,
    titles,
    sort,
    more: query.hasNextPage,
    loading: query.isFetchingNextPage,
    onMore: () => void query.fetchNextPage(),
  }
  return (
    <div className="list-page" data-object={object.name}>
      <ListHead
        object={object}
        page={pages[0]}
        state={state}
        where={where}
        columns={columns}
        stale={query.isPlaceholderData}
        onChange={change}
      />
      <FilterBar object={object} fields={fields} state={state} titles={titles} onChange={change} />
      <ProblemNote error={query.error} />
      {picked.size > 0 && (
        <BulkBar
          object={object}
          fields={fields}
          ids={[...picked]}
          items={items}
          onDone={() => setPicked(new Set())}
        />
      )}
      {state.view === 'board' && fields.stage ? (
        <Board object={object} where={where} />
      ) : items.length === 0 && !query.isPending && !query.error ? (
        <EmptyList
          object={object}
          state={state}
          onReset={() => change({ q: undefined, f: undefined, where: undefined })}
        />
      ) : narrow ? (
        <ListCards {...shared} />
      ) : (
        <ListTable
          {...shared}
          busy={query.isPending}
          picked={picked}
          onPick={setPicked}
          onSort={(next) => change({ sort: next })}
        />
      )}
    </div>
  )
}

/** No empty parts in the URL. */
const tidy = (state: ListState): ListState =>
  Object.fromEntries(
    Object.entries(state).filter(
      ([, value]) =>
        value !== undefined &&
        value !== '' &&
        !(typeof value === 'object' && Object.keys(value).length === 0),
    ),
  )
