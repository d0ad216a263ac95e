import { EditOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { screenOf } from '../fields/kinds.ts'
import { isWritable, type AnyField, type ScreenObject } from '../ground/definitions.ts'
import { listDrafts } from '../ground/drafts.ts'
import type { FullRecord } from '../ground/records.ts'
import { useHouse } from '../ground/session.ts'
import { showMoment } from '../ground/when.ts'
import { useLabel, useWords } from '../words/words.ts'
import { ConflictNote } from './ConflictNote.tsx'
import { factRows, formRows } from './formFields.ts'
import { RecordForm } from './RecordForm.tsx'
import { useSave } from './useSave.ts'
import { Value } from './Value.tsx'

interface Props {
  readonly object: ScreenObject
  readonly fields: Readonly<Record<string, AnyField>>
  readonly record: FullRecord
  /** Fields that are shown elsewhere on the page. */
  readonly without?: readonly string[]
}

const house = ['owner', 'department', 'created_at', 'created_by', 'updated_at']

/** What is known of the record, as its form lays it out; edited whole, or one field in its place. */
export function Facts({ object, fields, record, without = [] }: Props) {
  const t = useWords()
  const [editing, setEditing] = useState<'all' | string>()
  const { session, zone } = useHouse()
  const left = editing ? [] : listDrafts(session.user.id, object.name, record.id)
  const { main, lines, other } = factRows(object, fields, record)
  const may = record._may?.update === true
  const cell = (name: string) =>
    editing === name ? (
      <EditPlace
        key={name}
        names={[[name]]}
        object={object}
        fields={fields}
        record={record}
        onDone={() => setEditing(undefined)}
      />
    ) : (
      <Fact
        key={name}
        name={name}
        field={fields[name]!}
        record={record}
        onEdit={may && isWritable(fields[name]!) ? () => setEditing(name) : undefined}
      />
    )
  if (editing === 'all')
    return (
      <div className="card">
        <h2>{t('record.edit')}</h2>
        <EditPlace
          names={formRows(object, fields)}
          object={object}
          fields={fields}
          record={record}
          onDone={() => setEditing(undefined)}
        />
      </div>
    )
  const shownHouse = house.filter((name) => !main.flat().includes(name) && fields[name])
  return (
    <>
      <section className="card facts" aria-label={t('record.facts')}>
        <div className="row spread">
          <h2>{t('record.facts')}</h2>
          {may && (
            <Button icon={<EditOutlined />} onClick={() => setEditing('all')} data-testid="edit">
              {t('record.edit')}
            </Button>
          )}
        </div>
        {may &&
          left.map(({ part, at }) => (
            <p key={part} className="draft-offer" data-testid="draft-left">
              {t('draft.left', { when: showMoment(at, zone) })}
              <Button onClick={() => setEditing(part === 'form' ? 'all' : part)}>{t('draft.take')}</Button>
            </p>
          ))}
        <dl>{[...main.flat(), ...other].filter((name) => !without.includes(name)).map(cell)}</dl>
        <dl className="house-facts">{shownHouse.map(cell)}</dl>
      </section>
      {lines.map((name) => (
        <LinesCard
          key={name}
          name={name}
          object={object}
          fields={fields}
          record={record}
          may={may && isWritable(fields[name]!)}
          editing={editing === name}
          onEdit={setEditing}
        />
      ))}
    </>
  )
}

function Fact({
  name,
  field,
  record,
  onEdit,
}: {
  readonly name: string
  readonly field: AnyField
  readonly record: FullRecord
  readonly onEdit: (() => void) | undefined
}) {
  const t = useWords()
  const label = useLabel()
  const text = label(field.label, name)
  return (
    <div className={screenOf(field).wide ? 'fact wide' : 'fact'} data-field={name} onDoubleClick={onEdit}>
      <dt>{text}</dt>
      <dd>
        <span className="fact-value">
          <Value field={field} value={record[name]} record={record} titles={record._titles} />
        </span>
        {onEdit && (
          <button
            type="button"
            className="pencil"
            aria-label={t('record.edit_field', { name: text })}
            onClick={onEdit}
          >
            <EditOutlined />
          </button>
        )}
      </dd>
    </div>
  )
}

/** A field by its name, or the whole form. */
const partOf = (names: readonly (readonly string[])[]) =>
  names.flat().length === 1 ? names.flat()[0]! : 'form'

/** Some fields open for typing, on the version that was shown when they were opened. */
function EditPlace({
  names,
  object,
  fields,
  record,
  onDone,
}: Omit<Props, 'without'> & { readonly names: readonly (readonly string[])[]; readonly onDone: () => void }) {
  const t = useWords()
  const { save, conflict } = useSave(object, record)
  const initial = Object.fromEntries(names.flat().map((name) => [name, record[name] ?? null]))
  return (
    <div className={names.flat().length === 1 ? 'fact wide in-place' : undefined}>
      <RecordForm
        rows={names}
        fields={fields}
        initial={initial}
        titles={record._titles}
        place={{ object: object.name, record: record.id, part: partOf(names) }}
        submit={t(conflict ? 'conflict.keep_mine' : 'common.save')}
        onCancel={onDone}
        onSubmit={async (values) => {
          await save(values)
          onDone()
        }}
        note={conflict && <ConflictNote conflict={conflict} fields={fields} />}
      />
    </div>
  )
}

function LinesCard({
  name,
  object,
  fields,
  record,
  may,
  editing,
  onEdit,
}: Omit<Props, 'without'> & {
  readonly name: string
  readonly may: boolean
  readonly editing: boolean
  readonly onEdit: (name: string | undefined) => void
}) {
  const t = useWords()
  const label = useLabel()
  const field = fields[name]!
  return (
    <section className="card" data-field={name} aria-label={label(field.label, name)}>
      <div className="row spread">
        <h2>{label(field.label, name)}</h2>
        {may && !editing && (
          <Button icon={<EditOutlined />} onClick={() => onEdit(name)} data-testid={`edit-${name}`}>
            {t('lines.edit')}
          </Button>
        )}
      </div>
      {editing ? (
        <EditPlace
          names={[[name]]}
          object={object}
          fields={fields}
          record={record}
          onDone={() => onEdit(undefined)}
        />
      ) : Array.isArray(record[name]) && record[name].length > 0 ? (
        <Value field={field} value={record[name]} record={record} titles={record._titles} />
      ) : (
        <p className="quiet">{t(may ? 'lines.none' : 'lines.none_readonly')}</p>
      )}
    </section>
  )
}
