import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { hasRows } from '../fields/kinds.ts'
import { fieldsOf, type AnyRow, type ScreenObject } from '../ground/definitions.ts'
import { asProblem } from '../ground/problem.ts'
import { changeRecord, forget, recordQuery, type FullRecord } from '../ground/records.ts'
import { useScreens } from '../ground/session.ts'
import { changedByOthers, changedValues, typedRow } from './formFields.ts'

export interface Conflict {
  readonly now: FullRecord
  /** Fields that somebody else changed since the form was opened. */
  readonly theirs: readonly string[]
  /** What was typed here. */
  readonly mine: Readonly<Record<string, unknown>>
}

/**
 * Saves changes of a record on the version they were made on. When somebody was faster, nothing is lost:
 * the conflict says what they changed, and saving again puts one's own fields on top of theirs.
 */
export function useSave(object: ScreenObject, record: FullRecord) {
  const client = useQueryClient()
  const screens = useScreens()
  const [base, setBase] = useState<AnyRow>(record)
  const [conflict, setConflict] = useState<Conflict>()
  const fields = fieldsOf(screens, object)

  const asSent = (name: string, value: unknown) => {
    const field = fields[name]
    const child = hasRows(field) ? screens.objects[String(field!.of)] : undefined
    return child && Array.isArray(value)
      ? value.map((row) =>
          typedRow(row as Record<string, unknown>, fieldsOf(screens, child), String(field!.by)),
        )
      : value
  }

  async function save(values: Readonly<Record<string, unknown>>): Promise<void> {
    const changed = changedValues(base, values)
    if (Object.keys(changed).length === 0) return
    const sent = Object.fromEntries(
      Object.entries(changed).map(([name, value]) => [name, asSent(name, value === '' ? null : value)]),
    )
    try {
      await changeRecord(object.name, record.id, (conflict?.now ?? base).version, sent)
    } catch (error) {
      if (asProblem(error).status !== 412) throw error
      const now = await client.fetchQuery({ ...recordQuery(object.name, record.id), staleTime: 0 })
      setConflict({ now, theirs: changedByOthers(base, now, fields), mine: changed })
      throw error
    }
    setConflict(undefined)
    forget(client, object.name, record.id)
    await client.refetchQueries({ queryKey: ['record', object.name, record.id] })
  }
  const reset = (next: AnyRow) => {
    setBase(next)
    setConflict(undefined)
  }
  return { save, conflict, reset }
}
