import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { recordQuery, type FullRecord } from '../ground/records.ts'
import { useScreens } from '../ground/session.ts'
import { ActionDialog } from '../record/LazyActionDialog.tsx'
import { useLabel, useWords } from '../words/words.ts'
import type { Task } from './tasks.ts'

/**
 * What the record of a task waits for: the verdict of an evaluation, the signature on a list. Empty for
 * approvals, which are answered.
 */
export function useTaskActions(task: Task): {
  readonly record: FullRecord | undefined
  readonly names: readonly string[]
} {
  const screens = useScreens()
  const asks =
    !task.process_instance &&
    task.record_object !== null &&
    task.record !== null &&
    screens.objects[task.record_object]?.may.read === true
  const { data } = useQuery({ ...recordQuery(task.record_object ?? '', task.record ?? ''), enabled: asks })
  const declared = screens.actions[task.record_object ?? ''] ?? {}
  return {
    record: data,
    names: asks ? (data?._actions ?? []).filter((name) => declared[name]?.style === 'primary') : [],
  }
}

/** Its verbs, where the task is read: pressing one does the work that "done" would only tick off. */
export function TaskActions({
  object,
  record,
  names,
}: {
  readonly object: string
  readonly record: FullRecord
  readonly names: readonly string[]
}) {
  const t = useWords()
  const label = useLabel()
  const declared = useScreens().actions[object] ?? {}
  const [open, setOpen] = useState<string>()
  if (names.length === 0) return null
  return (
    <div className="row" role="toolbar" aria-label={t('record.actions')}>
      {names.map((name) => (
        <Button key={name} size="large" type="primary" data-action={name} onClick={() => setOpen(name)}>
          {label(declared[name]!.label, name)}
        </Button>
      ))}
      {open && (
        <ActionDialog
          object={object}
          id={record.id}
          name={open}
          record={record}
          onClose={() => setOpen(undefined)}
        />
      )}
    </div>
  )
}
