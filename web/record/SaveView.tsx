import { useQueryClient } from '@tanstack/react-query'
import { Checkbox, Input, Modal } from 'antd'
import { useState } from 'react'
import type { ScreenObject } from '../ground/definitions.ts'
import { ProblemNote } from '../ground/ProblemNote.tsx'
import { useSay } from '../ground/say.tsx'
import { useScreens } from '../ground/session.ts'
import { useLabel, useWords } from '../words/words.ts'
import type { useListState } from './useListState.ts'
import { bodyOf, changeView, saveView, viewsQuery, type View } from './views.ts'

interface Props {
  readonly object: ScreenObject
  readonly list: ReturnType<typeof useListState>
  /** The one to be renamed or shared; a new one without. */
  readonly view: View | undefined
  readonly onClose: () => void
}

/** A name for what is looked at, and who else sees it. */
export default function SaveView({ object, list, view, onClose }: Props) {
  const t = useWords()
  const say = useSay()
  const client = useQueryClient()
  const [name, setName] = useState(view?.name ?? '')
  const [roles, setRoles] = useState<readonly string[]>(view?.roles ?? [])
  const [defaults, setDefaults] = useState<readonly string[]>(view?.default_for ?? [])
  const [error, setError] = useState<unknown>()
  const [busy, setBusy] = useState(false)

  async function save() {
    setBusy(true)
    setError(undefined)
    const said = { name: name.trim(), roles, default_for: defaults.filter((role) => roles.includes(role)) }
    try {
      const saved = view
        ? await changeView(view, said)
        : await saveView(object.name, { ...said, body: bodyOf(list.state) })
      await client.invalidateQueries({ queryKey: viewsQuery(object.name).queryKey })
      list.open(saved.id)
      say.done(t('view.saved', { name: saved.name }))
      onClose()
    } catch (failed) {
      setError(failed)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal
      open
      title={t(view ? 'view.edit' : 'view.new')}
      onCancel={onClose}
      onOk={() => void save()}
      okText={t('common.save')}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: name.trim() === '', loading: busy, 'data-testid': 'view-ok' } as never}
      width={460}
    >
      <form
        className="record-form"
        onSubmit={(event) => {
          event.preventDefault()
          if (name.trim()) void save()
        }}
      >
        <ProblemNote error={error} />
        <div className="field-row">
          <label htmlFor="view-name">{t('view.name')}</label>
          <Input
            id="view-name"
            autoFocus
            maxLength={40}
            value={name}
            onChange={(event) => setName(event.target.value)}
            data-testid="view-name"
          />
        </div>
        <Sharing {...{ roles, setRoles, defaults, setDefaults }} mayShare={list.mayShare} />
      </form>
    </Modal>
  )
}

interface SharingProps {
  readonly mayShare: boolean
  readonly roles: readonly string[]
  readonly setRoles: (roles: readonly string[]) => void
  readonly defaults: readonly string[]
  readonly setDefaults: (roles: readonly string[]) => void
}

/** Who else sees it, and for whom the list opens with it. */
function Sharing({ mayShare, roles, setRoles, defaults, setDefaults }: SharingProps) {
  const t = useWords()
  const label = useLabel()
  const { roles: known } = useScreens()
  const options = Object.entries(known).map(([value, role]) => ({ value, label: label(role.label, value) }))
  if (!mayShare) return <p className="quiet">{t('view.own_only')}</p>
  const group = (
    legend: string,
    shown: typeof options,
    value: readonly string[],
    onChange: (all: string[]) => void,
  ) => (
    <fieldset className="view-roles">
      <legend>{legend}</legend>
      <Checkbox.Group options={shown} value={[...value]} onChange={(all) => onChange(all as string[])} />
    </fieldset>
  )
  return (
    <>
      {group(t('view.share'), options, roles, setRoles)}
      {roles.length > 0 &&
        group(
          t('view.default'),
          options.filter(({ value }) => roles.includes(value)),
          defaults,
          setDefaults,
        )}
    </>
  )
}
