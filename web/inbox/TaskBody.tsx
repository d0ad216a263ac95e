import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { reference } from '../fields/reference.tsx'
import { asProblem } from '../shell/problem.ts'
import { ProblemNote } from '../shell/ProblemNote.tsx'
import { useSay } from '../shell/say.tsx'
import { useHouse } from '../shell/session.ts'
import { showMoment } from '../shell/when.ts'
import { useLabel, useWords } from '../words/words.ts'
import { RecordGlance } from './RecordGlance.tsx'
import { TaskActions, useTaskActions } from './TaskActions.tsx'
import { answerTask, verbsOf, type Task, type Verb } from './tasks.ts'
import { useTaskTitle } from './taskTitle.ts'

const Person = reference.Edit!

/** A task with what it is about, and the answers it takes. Rejecting and returning ask why. */
export function TaskBody({ task, open, onDone }: { readonly task: Task; readonly open: boolean; readonly onDone: () => void }) {
  const t = useWords()
  const label = useLabel()
  const title = useTaskTitle()
  const { zone, screens } = useHouse()
  return (
    <div className="task-body" data-task={task.id}>
      <div><h2>{title(task)}</h2><span className="quiet">{t('inbox.since', { at: showMoment(task.created_at, zone) })}{task.due_at && ` · ${t('inbox.due', { at: showMoment(task.due_at, zone) })}`}</span></div>
      {task.record && task.record_object && <p><Link to="/o/$object/$id" params={{ object: task.record_object, id: task.record }} data-testid="task-record">{label(screens.objects[task.record_object]?.label, task.record_object)} · {task.record_title ?? t('field.unnamed')} →</Link></p>}
      {open && <Answers task={task} onDone={onDone} />}
      {task.record && task.record_object && screens.objects[task.record_object]?.may.read && <RecordGlance object={task.record_object} id={task.record} />}
    </div>
  )
}

function Answers({ task, onDone }: { readonly task: Task; readonly onDone: () => void }) {
  const t = useWords()
  const client = useQueryClient()
  const say = useSay()
  const { record, names } = useTaskActions(task)
  const [comment, setComment] = useState('')
  const [to, setTo] = useState<string | null>(null)
  const [asked, setAsked] = useState<Verb>()
  const [busy, setBusy] = useState<Verb>()
  const [error, setError] = useState<unknown>()

  async function answer(verb: Verb) {
    const needsComment = ['reject', 'return', 'comment', 'skip'].includes(verb) && !comment.trim()
    if (needsComment || (verb === 'transfer' && !to)) return setAsked(verb)
    setBusy(verb)
    setError(undefined)
    try {
      const said = comment.trim() ? { comment: comment.trim() } : {}
      await answerTask(task.id, verb, verb === 'transfer' ? { to, ...said } : verb === 'complete' && !task.process_instance ? { outcome: 'done', ...said } : said, crypto.randomUUID())
      say.done(t('inbox.answered'))
      for (const kind of ['tasks', 'records', 'record', 'timeline']) void client.invalidateQueries({ queryKey: [kind] })
      onDone()
    } catch (failed) {
      setError(failed)
    } finally {
      setBusy(undefined)
    }
  }
  const fault = asked && asked !== 'transfer' && !comment.trim() ? t('inbox.say_why') : undefined
  return (
    <div className="task-body" data-testid="answers">
      <ProblemNote error={error && asProblem(error)} />
      <label htmlFor={`comment-${task.id}`} className="visually-hidden">{t('inbox.comment')}</label>
      <Input.TextArea id={`comment-${task.id}`} name="comment" placeholder={t(verbsOf(task).includes('reject') ? 'inbox.comment' : 'inbox.comment_plain')} autoSize={{ minRows: 2, maxRows: 6 }} value={comment} status={fault ? 'error' : undefined} aria-describedby={fault ? `fault-${task.id}` : undefined} onChange={(event) => setComment(event.target.value)} />
      {fault && <span className="field-error" role="alert" id={`fault-${task.id}`}>{fault}</span>}
      {asked === 'transfer' && <div className="field-row" data-field="to"><label htmlFor={`to-${task.id}`}>{t('inbox.transfer_to')}</label><Person id={`to-${task.id}`} name="to" field={{ type: 'user', to: 'user' }} value={to} onChange={(value) => setTo(value as string | null)} /></div>}
      <div className="row">
        {record && <TaskActions object={task.record_object!} record={record} names={names} />}
        {verbsOf(task).map((verb, at) => <Button key={verb} size="large" type={at === 0 && names.length === 0 ? 'primary' : 'default'} danger={verb === 'reject'} loading={busy === verb} disabled={busy !== undefined && busy !== verb} data-verb={verb} onClick={() => void answer(verb)}>{t(task.kind === 'exception' && verb === 'reject' ? 'verb.give_up' : `verb.${verb}`)}</Button>)}
      </div>
    </div>
  )
}
