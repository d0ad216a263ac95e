import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Modal } from 'antd'
import { useState } from 'react'
import { startRows, type Columns } from '../fields/jsonRows.tsx'
import type { AnyField } from '../ground/definitions.ts'
import { runAction, type FullRecord } from '../ground/records.ts'
import { useSay } from '../ground/say.tsx'
import { useScreens } from '../ground/session.ts'
import { useLabel, useWords } from '../words/words.ts'
import { linksOf, noteOf, type AnswerLink } from './answerLinks.ts'
import { rowsOf, type AnswerRow } from './answerRows.ts'
import { AnswerTable } from './AnswerTable.tsx'
import { changedValues, startValues } from './formFields.ts'
import { RecordForm } from './RecordForm.tsx'
import { RunOnce } from './RunOnce.tsx'

interface Props {
  readonly object: string
  readonly id: string | null
  readonly name: string
  readonly record?: FullRecord
  readonly onClose: () => void
}

/** Asks for what an action needs, runs it, and leads to what it made. */
export function ActionDialog({ object, id, name, record, onClose }: Props) {
  const t = useWords()
  const label = useLabel()
  const client = useQueryClient()
  const screens = useScreens()
  const say = useSay()
  const [key, setKey] = useState(() => crypto.randomUUID())
  const [rows, setRows] = useState<readonly AnswerRow[]>()
  const action = screens.actions[object]?.[name]
  if (!action) return null
  const title = label(action.label, name)
  const input = (action.input ?? {}) as Readonly<Record<string, AnyField>>

  async function run(values: Readonly<Record<string, unknown>>) {
    try {
      const answer = await runAction(object, id, name, changedValues({}, values), key)
      // A verb may touch anything along the flow.
      for (const kind of ['records', 'record', 'timeline', 'files', 'tasks'])
        void client.invalidateQueries({ queryKey: [kind] })
      const found = rowsOf(answer)
      if (found) return setRows(found)
      const links = linksOf(answer, screens, id)
      const note = noteOf(answer)
      const more =
        note || links.length > 0 ? (
          <Outcome
            note={note && label(note)}
            links={links.map((link) =>
              'file' in link
                ? { file: link.file, label: t('field.file') }
                : { ...link, label: label(screens.objects[link.object]?.label, link.object) },
            )}
            onFollow={() => close()}
          />
        ) : undefined
      const close = say.tell({
        kind: 'done',
        title: t('action.done', { name: title }),
        more,
        seconds: note ? 0 : links.length > 0 ? 12 : 3,
      })
      onClose()
    } catch (error) {
      setKey(crypto.randomUUID())
      throw error
    }
  }
  if (rows) return <AnswerTable title={title} rows={rows} onClose={onClose} />
  if (Object.keys(input).length === 0)
    return <RunOnce title={title} danger={action.style === 'danger'} run={() => run({})} onClose={onClose} />
  return (
    <Modal
      open
      title={title}
      footer={null}
      onCancel={onClose}
      width={640}
      mask={{ closable: false }}
      className="action-dialog"
      data-testid={`dialog-${name}`}
      destroyOnHidden
    >
      <RecordForm
        rows={Object.keys(input).map((one) => [one])}
        fields={input}
        initial={startValues(input, rowsToFill(input, record))}
        titles={record?._titles}
        submit={title}
        place={{ object, record: id ?? 'all', part: `action ${name}` }}
        onSubmit={run}
        onCancel={onClose}
      />
    </Modal>
  )
}

interface Said {
  readonly note: string | undefined
  readonly links: readonly (AnswerLink & { readonly label: string })[]
  readonly onFollow: () => void
}

/**
 * What it had to say, which stays until it is read, and the ways to what it made. It is shown outside the
 * frame, so words are handed in.
 */
function Outcome({ note, links, onFollow }: Said) {
  return (
    <>
      {note && <p data-testid="answer-note">{note}</p>}
      {links.length > 0 && (
        <span className="row" data-testid="answer" onClick={onFollow}>
          {links.map((link) =>
            'file' in link ? (
              <a key={link.file} href={`/api/files/${link.file}`} download>
                {link.label}
              </a>
            ) : (
              <Link
                key={link.id}
                to="/o/$object/$id"
                params={{ object: link.object, id: link.id }}
                data-answer={link.object}
              >
                {link.label} →
              </Link>
            ),
          )}
        </span>
      )}
    </>
  )
}

/** Tables of an action that start from rows of the record. */
const rowsToFill = (input: Readonly<Record<string, AnyField>>, record: FullRecord | undefined) =>
  Object.fromEntries(
    Object.entries(input).flatMap(([name, { starts_from, columns }]) =>
      record && typeof starts_from === 'string' && columns
        ? [[name, startRows(columns as Columns, record[starts_from])]]
        : [],
    ),
  )
