import { useQueryClient } from '@tanstack/react-query'
import { App, Button, Modal, Select } from 'antd'
import { useState } from 'react'
import { call } from '../shell/api.ts'
import { isWritable, type AnyField, type AnyRow, type ScreenObject } from '../shell/definitions.ts'
import { forget, removeRecord } from '../shell/records.ts'
import { asProblem } from '../shell/problem.ts'
import { useLabel, useWords } from '../words/words.ts'
import { FieldRow } from './FieldRow.tsx'

interface Props {
  readonly object: ScreenObject
  readonly fields: Readonly<Record<string, AnyField>>
  readonly ids: readonly string[]
  readonly items: readonly AnyRow[]
  readonly onDone: () => void
}

/** What can be done with several records at once. Each is its own change: those refused say why, the others are done. */
export function BulkBar({ object, fields, ids, items, onDone }: Props) {
  const t = useWords()
  const client = useQueryClient()
  const { message, modal } = App.useApp()
  const [changing, setChanging] = useState(false)

  function report(done: number, refusals: readonly string[]) {
    forget(client, object.name)
    if (refusals.length === 0) void message.success(t('bulk.done', { n: done }))
    else modal.warning({ title: t('bulk.partly', { done, refused: refusals.length }), content: <ul className="missing">{[...new Set(refusals)].map((one) => <li key={one}>{one}</li>)}</ul> })
    onDone()
  }
  async function removeAll() {
    const refusals: string[] = []
    for (const id of ids) await removeRecord(object.name, id, items.find((item) => item.id === id)?.version ?? 0).catch((error: unknown) => refusals.push(asProblem(error).message))
    report(ids.length - refusals.length, refusals)
  }
  async function changeAll(name: string, value: unknown) {
    setChanging(false)
    const { results } = await call<{ results: readonly { ok: boolean; problem?: { detail?: string } }[] }>('POST', `/records/${object.name}/bulk`, { body: { update: ids.map((id) => ({ id, [name]: value })) } })
    report(results.filter((one) => one.ok).length, results.filter((one) => !one.ok).map((one) => one.problem?.detail ?? ''))
  }
  const confirmRemoval = () => modal.confirm({ title: t('bulk.delete_sure', { n: ids.length }), content: t('record.delete_hint'), okText: t('common.delete'), okButtonProps: { danger: true }, cancelText: t('common.cancel'), onOk: removeAll })
  return (
    <div className="bulk-bar" role="toolbar" aria-label={t('bulk.title')}>
      <strong>{t('bulk.picked', { n: ids.length })}</strong>
      {object.may.update && <Button onClick={() => setChanging(true)}>{t('bulk.change')}</Button>}
      {object.may.delete && <Button danger onClick={confirmRemoval}>{t('common.delete')}</Button>}
      <Button type="text" onClick={onDone}>{t('bulk.none')}</Button>
      {changing && <ChangeDialog fields={fields} count={ids.length} onClose={() => setChanging(false)} onChange={(name, value) => void changeAll(name, value).catch((error: unknown) => void message.error(asProblem(error).message))} />}
    </div>
  )
}

function ChangeDialog({ fields, count, onClose, onChange }: { readonly fields: Props['fields']; readonly count: number; readonly onClose: () => void; readonly onChange: (name: string, value: unknown) => void }) {
  const t = useWords()
  const label = useLabel()
  const [name, setName] = useState<string>()
  const [value, setValue] = useState<unknown>(null)
  const choices = Object.entries(fields).filter(([, field]) => isWritable(field) && !['lines', 'file', 'image', 'signature'].includes(field.type))
  return (
    <Modal open title={t('bulk.change_title', { n: count })} onCancel={onClose} okText={t('common.save')} cancelText={t('common.cancel')} okButtonProps={{ disabled: !name }} onOk={() => onChange(name!, value)}>
      <Select className="full" aria-label={t('bulk.which_field')} placeholder={t('bulk.which_field')} value={name} onChange={(next) => { setName(next); setValue(null) }} virtual={false} showSearch={{ optionFilterProp: 'label' }} options={choices.map(([one, field]) => ({ value: one, label: label(field.label, one) }))} />
      {name && <FieldRow name={name} field={fields[name]!} value={value} onChange={setValue} />}
    </Modal>
  )
}
