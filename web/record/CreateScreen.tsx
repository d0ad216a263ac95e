import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useRouter, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { hasRows } from '../fields/kinds.ts'
import { isEmpty } from '../fields/screen.ts'
import { fieldsOf, pipelinesFor, type AnyField, type ScreenObject } from '../ground/definitions.ts'
import { NotFound } from '../ground/NotFound.tsx'
import { createRecord, forget } from '../ground/records.ts'
import { useScreens } from '../ground/session.ts'
import { useLabel, useWords } from '../words/words.ts'
import { formRows, startValues, typedRow } from './formFields.ts'
import { RecordForm } from './RecordForm.tsx'

/** A new record; the link may fill fields in: `/o/contact/new?customer=<id>`. */
export function CreateScreen() {
  const { object: name } = useParams({ strict: false }) as { object: string }
  const object = useScreens().objects[name]
  return object?.may.create ? <Create key={name} object={object} /> : <NotFound />
}

function Create({ object }: { readonly object: ScreenObject }) {
  const t = useWords()
  const label = useLabel()
  const router = useRouter()
  const navigate = useNavigate()
  const client = useQueryClient()
  const screens = useScreens()
  const search = useSearch({ strict: false }) as Record<string, unknown>
  const given = Object.fromEntries(
    Object.entries(search).map(([name, value]) => [name, typeof value === 'number' ? String(value) : value]),
  )
  // The same key however often it is sent: a lost answer makes no second record.
  const [key, setKey] = useState(() => crypto.randomUUID())
  const choosable = pipelineField(screens, object)
  const fields: Readonly<Record<string, AnyField>> = { ...fieldsOf(screens, object), ...choosable }
  const rows = [...(choosable.pipeline ? [['pipeline']] : []), ...formRows(object, fields)]

  async function save(values: Readonly<Record<string, unknown>>) {
    const filled = Object.fromEntries(
      Object.entries(values)
        .filter(([, value]) => !isEmpty(value))
        .map(([name, value]) => [name, asSent(name, value)]),
    )
    try {
      const made = await createRecord(object.name, filled, key)
      forget(client, object.name)
      return () =>
        void navigate({ to: '/o/$object/$id', params: { object: object.name, id: made.id }, replace: true })
    } catch (error) {
      setKey(crypto.randomUUID())
      throw error
    }
  }
  const asSent = (name: string, value: unknown) => {
    const field = fields[name]
    const child = hasRows(field) ? screens.objects[String(field!.of)] : undefined
    return child && Array.isArray(value)
      ? value.map((row) =>
          typedRow(row as Record<string, unknown>, fieldsOf(screens, child), String(field!.by)),
        )
      : value
  }
  return (
    <div className={rows.flat().some((name) => hasRows(fields[name])) ? 'page' : 'page narrow-page'}>
      <p className="crumbs">
        <Link to="/o/$object" params={{ object: object.name }}>
          {label(object.label, object.name)}
        </Link>
      </p>
      <h1>{t('form.new', { name: label(object.label, object.name) })}</h1>
      <div className="card">
        <RecordForm
          rows={rows}
          fields={fields}
          initial={startValues(fields, given)}
          submit={t('common.save')}
          place={{ object: object.name, record: 'new', part: Object.keys(given).sort().join(' ') || 'form' }}
          onSubmit={save}
          onCancel={() => router.history.back()}
        />
      </div>
    </div>
  )
}

/** Where an object has several pipelines the first choice is which one to follow. */
function pipelineField(
  screens: ReturnType<typeof useScreens>,
  object: ScreenObject,
): Readonly<Record<string, AnyField>> {
  const all = pipelinesFor(screens, object.name)
  if (all.length < 2) return {}
  return {
    pipeline: {
      type: 'choice',
      label: { zh: '流程', en: 'Pipeline' },
      choices: Object.fromEntries(all.map((one) => [one.name, one.label])),
      default: (all.find((one) => one.default) ?? all[0])!.name,
    } as AnyField,
  }
}
