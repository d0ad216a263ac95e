import { Checkbox, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import type { Grant, RowScope } from '../../model/object.ts'
import type { ScreenObject } from '../ground/definitions.ts'
import { useScreens } from '../ground/session.ts'
import { useLabel, useWords } from '../words/words.ts'

const scopes = ['none', 'own', 'department', 'department_below', 'all'] as const

interface Props {
  readonly object: ScreenObject
  readonly role: string
  readonly onChange: (grant: Grant) => void
}

/** One object of the matrix: whether the role may create, and which rows it may read, change and delete. */
export function GrantRow({ object, role, onChange }: Props) {
  const t = useWords()
  const label = useLabel()
  const declared = useScreens().actions[object.name] ?? {}
  const grant = ((object.access as Readonly<Record<string, Grant>> | undefined)?.[role] ?? {}) as Grant
  const name = label(object.label, object.name)
  const known = knownActions(object, Object.keys(declared))
  const actions = grant.actions === true ? known : grant.actions || []
  const set = (part: Partial<Grant>) => onChange({ ...part })
  return (
    <tr data-object={object.name}>
      <th scope="row">{name}</th>
      <td>
        <Checkbox
          aria-label={`${name} ${t('studio.create')}`}
          checked={grant.create ?? false}
          onChange={(event) => set({ create: event.target.checked })}
        />
      </td>
      {(['read', 'update', 'delete'] as const).map((verb) => (
        <td key={verb} data-verb={verb}>
          <ScopePicker
            label={`${name} ${t(`studio.${verb}`)}`}
            value={grant[verb]}
            onChange={(scope) => set({ [verb]: scope })}
          />
        </td>
      ))}
      {(['export', 'import'] as const).map((verb) => (
        <td key={verb}>
          <Checkbox
            aria-label={`${name} ${t(`studio.${verb}`)}`}
            checked={grant[verb] ?? false}
            onChange={(event) => set({ [verb]: event.target.checked })}
          />
        </td>
      ))}
      <td>
        {known.length > 0 && (
          <Select
            mode="multiple"
            maxTagCount={1}
            style={{ minWidth: 170 }}
            aria-label={`${name} ${t('studio.actions')}`}
            value={[...actions]}
            virtual={false}
            onChange={(next) => set({ actions: next })}
            options={known.map((value) => ({ value, label: label(declared[value]?.label, value) }))}
          />
        )}
      </td>
    </tr>
  )
}

/** Verbs that somebody may run: the reader's own and those that any role's grant names. */
const knownActions = (object: ScreenObject, own: readonly string[]): readonly string[] => [
  ...new Set([
    ...own,
    ...Object.values((object.access ?? {}) as Readonly<Record<string, Grant>>).flatMap((grant) =>
      Array.isArray(grant.actions) ? (grant.actions as string[]) : [],
    ),
  ]),
]

/** Own, department, all; or a condition in FEEL. */
function ScopePicker({
  label,
  value,
  onChange,
}: {
  readonly label: string
  readonly value: RowScope | undefined
  readonly onChange: (scope: RowScope) => void
}) {
  const t = useWords()
  const [asking, setAsking] = useState<string>()
  const known = value === true ? 'all' : !value ? 'none' : String(value)
  const custom = !(scopes as readonly string[]).includes(known)
  const choose = (next: string) => {
    if (next === 'condition') setAsking(custom ? known : '')
    else onChange(next === 'none' ? false : next)
  }
  return (
    <>
      <Select
        aria-label={label}
        style={{ minWidth: 132 }}
        value={custom ? 'condition' : known}
        onChange={choose}
        virtual={false}
        options={[...scopes, 'condition' as const].map((scope) => ({
          value: scope,
          label: t(`scope.${scope}`),
        }))}
      />
      {custom && <div className="mono quiet">{known}</div>}
      {asking !== undefined && (
        <Modal
          open
          title={label}
          okText={t('common.save')}
          cancelText={t('common.cancel')}
          onCancel={() => setAsking(undefined)}
          onOk={() => {
            onChange(asking)
            setAsking(undefined)
          }}
        >
          <Input.TextArea
            aria-label={t('scope.condition')}
            className="mono"
            autoSize={{ minRows: 2 }}
            placeholder="owner = me or department = my_department"
            value={asking}
            onChange={(event) => setAsking(event.target.value)}
          />
        </Modal>
      )}
    </>
  )
}
