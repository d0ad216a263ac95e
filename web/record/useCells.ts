import { useQueryClient, type InfiniteData } from '@tanstack/react-query'
import { useRef } from 'react'
import type { AnyRow, ScreenObject } from '../ground/definitions.ts'
import { asProblem } from '../ground/problem.ts'
import { changeMany, changeRecord, forget, type FullRecord, type Page } from '../ground/records.ts'
import { useSay } from '../ground/say.tsx'
import { useWords } from '../words/words.ts'

/**
 * Values changed in the list itself. Each is saved on the version that is shown, and can be taken back: from
 * the line that says so, or with Ctrl+Z, one after the other.
 */
export function useCells(object: ScreenObject) {
  const t = useWords()
  const say = useSay()
  const client = useQueryClient()
  const done = useRef<(() => Promise<unknown>)[]>([])

  /** The rows are shown as they are now, where they are: nothing is fetched anew and nothing moves. */
  const put = (now: FullRecord) =>
    client.setQueriesData<InfiniteData<Page>>({ queryKey: ['records', object.name, 'list'] }, (data) =>
      data?.pages
        ? {
            ...data,
            pages: data.pages.map((page) => ({
              ...page,
              items: page.items.map((item) => (item.id === now.id ? { ...item, ...now } : item)),
            })),
          }
        : data,
    )
  const undoable = (title: string, undo: () => Promise<unknown>) => {
    const once = async () => {
      done.current = done.current.filter((one) => one !== once)
      await undo()
      say.done(t('bulk.undone'))
    }
    done.current.push(once)
    say.undoable(title, once)
  }
  async function save(item: AnyRow, name: string, value: unknown): Promise<void> {
    const before = (item[name] as unknown) ?? null
    const now = await changeRecord(object.name, item.id, item.version, { [name]: value })
    put(now)
    void client.invalidateQueries({ queryKey: ['record', object.name, item.id] })
    // The name of what is pointed at now comes with the page.
    if (typeof value === 'string' && /^[0-9a-f]{8}-/.test(value)) forget(client, object.name)
    undoable(t('cell.saved'), async () =>
      put(await changeRecord(object.name, item.id, now.version, { [name]: before })),
    )
  }
  /** The value of the first row in all of them. */
  async function fill(items: readonly AnyRow[], name: string): Promise<void> {
    const [first, ...rest] = items
    if (!first || rest.length === 0) return
    const value = (first[name] as unknown) ?? null
    const results = await changeMany(
      object.name,
      rest.map(({ id, version }) => ({ id, version, [name]: value })),
    )
    forget(client, object.name)
    const refused = results.filter(({ ok }) => !ok)
    const changed = rest.filter((_, i) => results[i]?.ok)
    if (refused[0]) say.failed(refused[0].problem?.detail ?? '')
    if (changed.length > 0)
      undoable(t('bulk.done', { n: changed.length }), async () => {
        await changeMany(
          object.name,
          changed.map((item) => ({ id: item.id, [name]: (item[name] as unknown) ?? null })),
        )
        forget(client, object.name)
      })
  }
  const undo = () =>
    done.current
      .at(-1)?.()
      .catch((error: unknown) => say.failed(asProblem(error).message))
  return { save, fill, undo }
}
