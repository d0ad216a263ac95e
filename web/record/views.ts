import { queryOptions } from '@tanstack/react-query'
import { call } from '../ground/api.ts'
import { isEmptyState, type ListState } from './where.ts'

/** A column of a list: its field, how wide, and whether it stays while the others scroll. */
export interface Column {
  readonly name: string
  readonly width?: number
  readonly pinned?: boolean
}

export interface ViewBody extends Pick<ListState, 'f' | 'sort' | 'where' | 'view' | 'group'> {
  readonly columns?: readonly Column[]
  readonly sums?: readonly string[]
}

/** A way to look at a list that was saved, by oneself or by whoever shares it. */
export interface View {
  readonly id: string
  readonly name: string
  readonly mine: boolean
  readonly owner_name: string | null
  readonly roles: readonly string[]
  readonly default_for: readonly string[]
  readonly body: ViewBody
  readonly version: number
  readonly may_change: boolean
}

interface Views {
  readonly items: readonly View[]
  readonly may_share: boolean
}

export const viewsQuery = (object: string) =>
  queryOptions({
    queryKey: ['views', object],
    queryFn: () => call<Views>('GET', '/views', { query: { object } }),
    staleTime: 60_000,
  })

export const saveView = (object: string, view: Pick<View, 'name' | 'body'> & Partial<View>) =>
  call<View>('POST', '/views', {
    body: { object, name: view.name, body: view.body, roles: view.roles, default_for: view.default_for },
  })
export const changeView = (
  view: View,
  change: Partial<Pick<View, 'name' | 'body' | 'roles' | 'default_for'>>,
) => call<View>('PATCH', `/views/${view.id}`, { body: change, version: view.version })
export const deleteView = (view: View) => call<void>('DELETE', `/views/${view.id}`)

/** The name of the list as its definition lays it out, in the address. */
export const wholeList = 'all'

/** The view that is looked at: the one in the address, else the one the list opens with for these roles. */
export const viewFor = (
  views: readonly View[],
  chosen: string | undefined,
  roles: readonly string[],
): View | undefined =>
  chosen
    ? views.find(({ id }) => id === chosen)
    : views.find((view) => view.default_for.some((role) => roles.includes(role)))

/** What a view says, as the state of a list. */
export const stateOf = ({ columns, sums: _, ...rest }: ViewBody): ListState => ({
  ...rest,
  ...(columns ? { cols: writeColumns(columns) } : {}),
})

/** What is worth keeping of a state of a list: not what was searched for a moment ago. */
export const bodyOf = ({ f, sort, where, view, group, cols }: ListState): ViewBody =>
  Object.fromEntries(
    Object.entries({ f, sort, where, view, group, columns: cols ? readColumns(cols) : undefined }).filter(
      ([, value]) => !isEmptyState(value),
    ),
  )

/** Columns as the address carries them. @example writeColumns([{ name: 'amount', width: 120, pinned: true }]) // '!amount:120' */
export const writeColumns = (columns: readonly Column[]): string =>
  columns.map(({ name, width, pinned }) => `${pinned ? '!' : ''}${name}${width ? `:${width}` : ''}`).join('.')

/** Whatever somebody typed there, only columns come through. */
export const readColumns = (text: string): readonly Column[] =>
  text.split('.').flatMap((part) => {
    const [, pin, name, width] = /^(!?)([a-z_]\w{0,79})(?::(\d{2,4}))?$/.exec(part) ?? []
    if (!name) return []
    return [
      {
        name,
        ...(width ? { width: Math.min(Math.max(Number(width), narrowest), widest) } : {}),
        ...(pin ? { pinned: true } : {}),
      },
    ]
  })

export const narrowest = 48
export const widest = 900

/** The change of a state against the view it started from: this alone stands in the address. */
export const changesOf = (state: ListState, base: ListState): ListState =>
  Object.fromEntries(
    Object.keys({ ...base, ...state })
      .map((name) => [name, state[name as keyof ListState], base[name as keyof ListState]] as const)
      .filter(([, value, was]) => JSON.stringify(value ?? null) !== JSON.stringify(was ?? null))
      .filter(([, value, was]) => !(isEmptyState(value) && isEmptyState(was)))
      // What the view has and was taken away stands there as taken away.
      .map(([name, value, was]) => [name, isEmptyState(value) ? (typeof was === 'object' ? {} : '') : value]),
  )
