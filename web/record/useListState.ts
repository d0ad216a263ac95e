import { useQuery } from '@tanstack/react-query'
import { useLocation, useNavigate, useRouter, useSearch } from '@tanstack/react-router'
import type { AnyField, ScreenObject } from '../ground/definitions.ts'
import { useHouse } from '../ground/session.ts'
import { changesOf, stateOf, viewFor, viewsQuery, wholeList } from './views.ts'
import { readListState, splitFilters, type Filters, type ListState } from './where.ts'

/**
 * What one sees of a list: a saved view and what was changed of it since. It stands in the address, save
 * filters on protected fields.
 */
export function useListState(object: ScreenObject, fields: Readonly<Record<string, AnyField>>) {
  const { session } = useHouse()
  const navigate = useNavigate()
  const { history } = useRouter()
  const here = useLocation({ select: (location) => location.pathname })
  const { v, ...asked } = readListState(useSearch({ strict: false }) as Record<string, unknown>)
  const beside = useLocation({ select: ({ state: held }) => (held as { readonly kept?: Filters }).kept })
  const { data: views, isPending } = useQuery(viewsQuery(object.name))
  // A link that brings conditions of its own, as a figure does, means just these rows.
  const chosen = v ?? (asked.where !== undefined || asked.f ? wholeList : undefined)
  const view = viewFor(views?.items ?? [], chosen, session.user.roles)
  const base = view ? stateOf(view.body) : {}
  const filters =
    asked.f || (beside && Object.keys(beside).length > 0) ? { ...asked.f, ...beside } : undefined
  const state: ListState = { ...base, ...asked, ...(filters ? { f: filters } : {}) }

  const show = (next: ListState, from: ListState, chosen: string | undefined) => {
    // Whoever is on the way to a record is not called back by what was typed a moment ago.
    if (history.location.pathname !== here) return
    const { f, ...changed } = changesOf(next, from)
    const { shown, kept } = splitFilters(f, fields)
    void navigate({
      to: '/o/$object',
      params: { object: object.name },
      search: {
        ...(chosen ? { v: chosen } : {}),
        ...changed,
        ...(f && (chosen || f) ? { f: shown } : {}),
      } as never,
      state: { kept } as never,
      replace: true,
    })
  }
  const { q: _, ...lasting } = changesOf(state, base)
  return {
    state,
    view,
    views: views?.items ?? [],
    mayShare: views?.may_share === true,
    /** The list may open with a view that is still being fetched. */
    waits: isPending && chosen !== wholeList,
    changed: Object.keys(lasting).length > 0,
    change: (part: Partial<ListState>) => {
      const next = { ...state, ...part }
      // A list is a list unless its view is a board.
      const plain = next.view === 'list' && base.view !== 'board'
      show(plain ? { ...next, view: undefined } : next, base, view?.id ?? chosen)
    },
    /** Opens a view as it was saved, or the whole list. */
    open: (id: string | undefined) => show({}, {}, id ?? wholeList),
    revert: () => show(base, base, view?.id ?? chosen),
  }
}
