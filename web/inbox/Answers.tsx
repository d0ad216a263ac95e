import { useQueryClient } from '@tanstack/react-query'
import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { reference } from '../fields/reference.tsx'
import { isEmpty } from '../fields/screen.ts'
import { asProblem } from '../ground/problem.ts'
import { ProblemNote } from '../ground/ProblemNote.tsx'
import { useSay } from '../ground/say.tsx'
import { FieldRow } from '../record/FieldRow.tsx'
import { useLabel, useWords } from '../words/words.ts'
import { TaskActions, useTaskActions } from './TaskActions.tsx'
import { answerTask, type Task, type Verb } from './tasks.ts'
import { useAsked, type Asked } from './useAsked.ts'

const Person = reference.Edit!
const withReason = new Set<Verb>(['reject', 'return', 'comment', 'skip'])
const places = ['before', 'beside', 'after'] as const

/** The answers a task takes, with the fields its step asks for. Rejecting and returning ask why. */
export function Answers({ task, onDone }: { readonly task: Task; readonly onDone: () => void }) {
  const asked = useAsked(task)
  return asked && <Form task={task} asked={asked} onDone={onDone} />
}

function Form({
  task,
  asked: { verbs, form, record: filled, returns, onRecord },
  onDone,
}: {
  readonly task: Task
  readonly asked: Asked
  readonly onDone: () => void
}) {
  const t = useWords()
  const label = useLabel()
  const client = useQueryClient()
  const say = useSay()
  const { record, names } = useTaskActions(task)
  const [comment, setComment] = useState('')
  const [values, setValues] = useState<Readonly<Record<string, unknown>>>(() =>
    Object.fromEntries(Object.keys(form).map((name) => [name, filled?.[name] ?? null])),
  )
  const [person, setPerson] = useState<string | null>(null)
  const [place, setPlace] = useState<(typeof places)[number]>('beside')
  const [back, setBack] = useState(returns[0]?.node)
  const [pressed, setPressed] = useState<Verb>()
  const [busy, setBusy] = useState<Verb>()
  const [error, setError] = useState<unknown>()

  const agrees = (verb: Verb) => verb === 'approve' || verb === 'fill'
  const missing = (verb: Verb) =>
    agrees(verb) ? Object.keys(form).filter((name) => form[name]!.required && isEmpty(values[name])) : []
  /** Whether something is still to be said before this verb can be sent. */
  const waits = (verb: Verb) =>
    (withReason.has(verb) && !comment.trim()) ||
    (['transfer', 'add_signer'].includes(verb) && !person) ||
    (verb === 'return' && returns.length > 1 && pressed !== 'return') ||
    missing(verb).length > 0
  const bodyOf = (verb: Verb) => ({
    ...(comment.trim() ? { comment: comment.trim() } : {}),
    ...(verb === 'complete' ? { outcome: 'done' } : {}),
    ...(agrees(verb) && Object.keys(form).length > 0 ? { values } : {}),
    ...(verb === 'transfer' ? { to: person } : {}),
    ...(verb === 'add_signer' ? { who: person, where: place } : {}),
    ...(verb === 'return' && back ? { to: back } : {}),
  })

  async function answer(verb: Verb) {
    setPressed(verb)
    if (waits(verb)) return
    setBusy(verb)
    setError(undefined)
    try {
      await answerTask(task.id, verb, bodyOf(verb), crypto.randomUUID())
      say.done(t('inbox.answered'))
      for (const kind of ['tasks', 'records', 'record', 'timeline'])
        void client.invalidateQueries({ queryKey: [kind] })
      onDone()
    } catch (failed) {
      setError(failed)
    } finally {
      setBusy(undefined)
    }
  }
  const problem = error ? asProblem(error) : undefined
  const fault = pressed && withReason.has(pressed) && !comment.trim() ? t('inbox.say_why') : undefined
  const errorOf = (name: string) =>
    problem?.field === name
      ? problem.message
      : pressed && missing(pressed).includes(name)
        ? t('inbox.fill_in')
        : undefined
  return (
    <div className="task-body" data-testid="answers">
      {!(problem?.field && problem.field in form) && <ProblemNote error={problem} />}
      {Object.entries(form).map(([name, field]) => (
        <FieldRow
          key={name}
          name={name}
          field={field}
          value={values[name] ?? null}
          record={{ ...filled, ...values }}
          titles={filled?._titles}
          error={errorOf(name)}
          onChange={(value) => setValues((before) => ({ ...before, [name]: value }))}
        />
      ))}
      {onRecord && <p className="hint">{t('inbox.resubmit')}</p>}
      <label htmlFor={`comment-${task.id}`} className="visually-hidden">
        {t('inbox.comment')}
      </label>
      <Input.TextArea
        id={`comment-${task.id}`}
        name="comment"
        placeholder={t(verbs.includes('reject') ? 'inbox.comment' : 'inbox.comment_plain')}
        autoSize={{ minRows: 2, maxRows: 6 }}
        value={comment}
        status={fault ? 'error' : undefined}
        aria-describedby={fault ? `fault-${task.id}` : undefined}
        onChange={(event) => setComment(event.target.value)}
      />
      {fault && (
        <span className="field-error" role="alert" id={`fault-${task.id}`}>
          {fault}
        </span>
      )}
      {pressed && ['transfer', 'add_signer'].includes(pressed) && (
        <div className="field-row" data-field="to">
          <label htmlFor={`to-${task.id}`}>
            {t(pressed === 'transfer' ? 'inbox.transfer_to' : 'inbox.signer')}
          </label>
          <Person
            id={`to-${task.id}`}
            name="to"
            field={{ type: 'user', to: 'user' }}
            value={person}
            onChange={(value) => setPerson(value as string | null)}
          />
        </div>
      )}
      {pressed === 'add_signer' && (
        <Pick
          id={`place-${task.id}`}
          name="place"
          title={t('inbox.signer_place')}
          value={place}
          onChange={(value) => setPlace(value as (typeof places)[number])}
          options={places.map((value) => ({ value, label: t(`inbox.signer_${value}`) }))}
        />
      )}
      {pressed === 'return' && returns.length > 1 && (
        <Pick
          id={`back-${task.id}`}
          name="back"
          title={t('inbox.return_to')}
          value={back}
          onChange={setBack}
          options={returns.map(({ node, label: text }) => ({
            value: node,
            label: text ? label(text, node) : t('inbox.initiator'),
          }))}
        />
      )}
      <div className="row">
        {record && <TaskActions object={task.record_object!} record={record} names={names} />}
        {verbs.map((verb, at) => (
          <Button
            key={verb}
            size="large"
            type={at === 0 && names.length === 0 ? 'primary' : 'default'}
            danger={verb === 'reject'}
            loading={busy === verb}
            disabled={busy !== undefined && busy !== verb}
            data-verb={verb}
            onClick={() => void answer(verb)}
          >
            {t(task.kind === 'exception' && verb === 'reject' ? 'verb.give_up' : `verb.${verb}`)}
          </Button>
        ))}
      </div>
    </div>
  )
}

interface PickProps {
  readonly id: string
  readonly name: string
  readonly title: string
  readonly value: string | undefined
  readonly options: readonly { readonly value: string; readonly label: string }[]
  readonly onChange: (value: string) => void
}

/** One of a few, with its label. */
const Pick = ({ id, name, title, options, ...rest }: PickProps) => (
  <div className="field-row" data-field={name}>
    <label htmlFor={id}>{title}</label>
    <Select
      id={id}
      className="full"
      virtual={false}
      options={options.map((one) => ({ ...one, 'data-option': one.value }))}
      {...rest}
    />
  </div>
)
