import { useQueryClient } from '@tanstack/react-query'
import type { AnyRow, ScreenObject } from '../ground/definitions.ts'
import { asProblem } from '../ground/problem.ts'
import { changeMany, forget, removeRecord, restoreRecord } from '../ground/records.ts'
import { useSay } from '../ground/say.tsx'
import { useWords } from '../words/words.ts'

interface Picked {
  readonly object: ScreenObject
  readonly ids: readonly string[]
  readonly items: readonly AnyRow[]
  readonly onDone: () => void
}

/** What is done to many records at once; those that were done can be taken back, those refused say why. */
export function useBulk({ object, ids, items, onDone }: Picked) {
  const t = useWords()
  const client = useQueryClient()
  const say = useSay()
  /** Says what came of it; what was done can be taken back from there. */
  function report(done: number, refusals: readonly string[], undo: () => Promise<unknown>) {
    forget(client, object.name)
    const takeBack = async () => {
      await undo()
      forget(client, object.name)
      say.done(t('bulk.undone'))
    }
    if (done > 0)
      say.undoable(
        refusals.length > 0
          ? t('bulk.partly', { done, refused: refusals.length })
          : t('bulk.done', { n: done }),
        takeBack,
      )
    if (refusals.length > 0)
      say.ask({
        only: true,
        title: t('bulk.partly', { done, refused: refusals.length }),
        more: (
          <ul className="missing">
            {[...new Set(refusals)].map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        ),
      })
    onDone()
  }
  async function removeAll() {
    const refusals: string[] = []
    const gone: string[] = []
    for (const id of ids)
      await removeRecord(object.name, id, items.find((item) => item.id === id)?.version ?? 0).then(
        () => gone.push(id),
        (error: unknown) => refusals.push(asProblem(error).message),
      )
    report(gone.length, refusals, async () => {
      for (const id of gone) await restoreRecord(object.name, id)
    })
  }
  async function changeAll(name: string, value: unknown) {
    const results = await changeMany(
      object.name,
      ids.map((id) => ({ id, [name]: value })),
    )
    const done = new Set(results.flatMap((one) => (one.ok && one.id ? [one.id] : [])))
    report(
      done.size,
      results.filter((one) => !one.ok).map((one) => one.problem?.detail ?? ''),
      () =>
        changeMany(
          object.name,
          items
            .filter((item) => done.has(item.id))
            .map((item) => ({ id: item.id, [name]: item[name] ?? null })),
        ),
    )
  }
  return { removeAll, changeAll }
}
