import { useQuery } from '@tanstack/react-query'
import type { Label } from '../../model/refuse.ts'
import { call } from '../ground/api.ts'
import { fieldsOf, type AnyField } from '../ground/definitions.ts'
import { recordQuery, type FullRecord } from '../ground/records.ts'
import { useScreens } from '../ground/session.ts'
import { verbsOf, type Task, type Verb } from './tasks.ts'

interface Run {
  readonly open: readonly {
    readonly task: string | null
    readonly answers?: {
      readonly verbs: readonly Verb[]
      readonly form: readonly string[]
      readonly required: readonly string[]
      readonly returns?: { readonly rerun: readonly string[] }
      readonly resubmit?: string
    }
  }[]
  readonly steps: readonly { readonly node: string; readonly node_label: Label | null }[]
}

/** What a task asks of the person: its verbs, the fields to fill in, and where the work may go back to. */
export interface Asked {
  readonly verbs: readonly Verb[]
  readonly form: Readonly<Record<string, AnyField>>
  readonly record: FullRecord | undefined
  /** Steps by name; the first is whoever began, whose label is null. */
  readonly returns: readonly { readonly node: string; readonly label: Label | null }[]
  /** It is answered on the record, which is changed and submitted again there. */
  readonly onRecord: boolean
}

/**
 * A step of a process says by itself what may be answered; any other task is as its kind. Undefined until
 * that is known.
 */
export function useAsked(task: Task): Asked | undefined {
  const screens = useScreens()
  const object = task.record_object ? screens.objects[task.record_object] : undefined
  const ofProcess = Boolean(task.process_instance && task.record && object?.may.read)
  const { data: runs, isError } = useQuery({
    queryKey: ['record', task.record_object, task.record, 'processes'],
    enabled: ofProcess,
    queryFn: () =>
      call<{ readonly items: readonly Run[] }>('GET', '/processes', {
        query: { object: task.record_object!, record: task.record! },
      }),
  })
  const run = runs?.items.find(({ open }) => open.some((one) => one.task === task.id))
  const answers = run?.open.find((one) => one.task === task.id)?.answers
  const { data: record } = useQuery({
    ...recordQuery(task.record_object ?? '', task.record ?? ''),
    enabled: Boolean(answers?.form.length),
  })
  if (!ofProcess || isError || (runs && !answers))
    return { verbs: verbsOf(task), form: {}, record: undefined, returns: [], onRecord: false }
  if (!answers || (answers.form.length > 0 && !record)) return undefined
  const fields = fieldsOf(screens, object!)
  const labelOf = (node: string) => run!.steps.find((step) => step.node === node)?.node_label ?? null
  return {
    verbs: [...answers.verbs, 'comment'],
    record,
    form: Object.fromEntries(
      answers.form
        .filter((name) => fields[name])
        .map((name) => [
          name,
          { ...fields[name]!, readonly: false, required: answers.required.includes(name) },
        ]),
    ),
    returns: (answers.returns?.rerun ?? []).map((node) => ({ node, label: labelOf(node) })),
    onRecord: answers.resubmit !== undefined,
  }
}
