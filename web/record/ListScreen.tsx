import { useInfiniteQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { fieldsOf, type AnyField, type ScreenObject } from '../ground/definitions.ts'
import { NotFound } from '../ground/NotFound.tsx'
import { ProblemNote } from '../ground/ProblemNote.tsx'
import { listQuery, type Titles } from '../ground/records.ts'
import { useHouse } from '../ground/session.ts'
import { useNarrow } from '../ground/useNarrow.ts'
import { BulkBar } from './BulkBar.tsx'
import { useDensity } from './density.ts'
import { EmptyList } from './EmptyList.tsx'
import { FilterBar } from './FilterBar.tsx'
import { GroupedList } from './GroupedList.tsx'
import { Board } from './LazyBoard.tsx'
import { ListCards } from './ListCards.tsx'
import { drawnColumns } from './listColumns.ts'
import { ListHead } from './ListHead.tsx'
import { ListTable } from './ListTable.tsx'
import { ListTools } from './ListTools.tsx'
import { SumLine } from './SumLine.tsx'
import { useListState } from './useListState.ts'
import { ViewTabs } from './ViewTabs.tsx'
import { searchedFields, whereOf } from './where.ts'

/**
 * All records of an object as a view shows them: narrowed, sorted, put together, page after page. What one
 * sees stands in the URL, save filters on protected fields.
 */
export function ListScreen() {
  const { object: name } = useParams({ strict: false }) as { object: string }
  const { screens } = useHouse()
  const object = screens.objects[name]
  if (!object?.may.read) return <NotFound />
  return <List key={name} object={object} fields={fieldsOf(screens, object)} />
}

interface Props {
  readonly object: ScreenObject
  readonly fields: Readonly<Record<string, AnyField>>
}

function List({ object, fields }: Props) {
  const narrow = useNarrow()
  const { density } = useDensity()
  const list = useListState(object, fields)
  const { state, change } = list
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set())
  const { query, where, sort } = useRows({ object, fields }, list)
  const pages = query.data?.pages ?? []
  const items = pages.flatMap((page) => page.items)
  const titles: Titles = Object.assign({}, ...pages.map((page) => page.titles))
  const columns = drawnColumns(object, fields, state.cols)
  const board = state.view === 'board' && fields.stage !== undefined
  const group = !narrow && !board && state.group && fields[state.group] ? state.group : undefined
  const shared = {
    object,
    fields,
    items,
    titles,
    more: query.hasNextPage,
    loading: query.isFetchingNextPage,
    onMore: () => void query.fetchNextPage(),
  }
  const rows = () => {
    if (board) return <Board object={object} where={where} />
    if (group) return <GroupedList {...{ object, fields, columns, where, sort }} by={group} />
    if (items.length === 0 && !query.isPending && !query.error)
      return (
        <EmptyList
          object={object}
          state={state}
          onReset={() => change({ q: undefined, f: undefined, where: undefined })}
        />
      )
    if (narrow) return <ListCards {...shared} columns={columns.map(({ name }) => name)} />
    return (
      <ListTable
        {...{ ...shared, columns, sort, picked }}
        busy={query.isPending}
        onPick={setPicked}
        onChange={change}
      />
    )
  }
  return (
    <div className="list-page" data-object={object.name} data-density={density}>
      <ListHead
        object={object}
        page={pages[0]}
        state={state}
        where={where}
        columns={columns.map(({ name }) => name)}
        stale={query.isPlaceholderData}
        onChange={change}
      />
      <ViewTabs object={object} list={list} />
      <div className="filter-row">
        <FilterBar object={object} fields={fields} state={state} titles={titles} onChange={change} />
        {!narrow && !board && <ListTools {...{ object, fields, columns, state, where }} onChange={change} />}
      </div>
      <ProblemNote error={query.error} />
      {rows()}
      {!narrow && !board && (
        <SumLine
          {...{ object, fields, columns, where }}
          page={pages[0]}
          picked={items.filter(({ id }) => picked.has(id))}
        />
      )}
      {picked.size > 0 && (
        <BulkBar
          {...{ object, fields, items }}
          columns={columns.map(({ name }) => name)}
          ids={[...picked]}
          onDone={() => setPicked(new Set())}
        />
      )}
    </div>
  )
}

/** The rows that the state of the list asks for; they wait until it is known which view it opens with. */
function useRows({ object, fields }: Props, { state, waits }: ReturnType<typeof useListState>) {
  const { zone } = useHouse()
  const where = whereOf({ state, fields, searched: searchedFields(fields, object.title), zone }) || undefined
  const sort = state.sort || object.list?.sort
  const query = useInfiniteQuery({ ...listQuery(object.name, { where, sort }), enabled: !waits })
  return { query, where, sort }
}
