import { Button, Checkbox, Input, Popover } from 'antd'
import { useState } from 'react'
import type { AnyField, ScreenObject } from '../ground/definitions.ts'
import { MenuButton } from '../ground/MenuButton.tsx'
import { asProblem } from '../ground/problem.ts'
import { groupsQuery } from '../ground/records.ts'
import { useQueryClient } from '@tanstack/react-query'
import { useLabel, useWords } from '../words/words.ts'
import { useDensity } from './density.ts'
import { screenOf } from '../fields/kinds.ts'
import { isGrouping, withNewColumn, withoutColumn, type DrawnColumn } from './listColumns.ts'
import type { ListState } from './where.ts'

interface Props {
  readonly object: ScreenObject
  readonly fields: Readonly<Record<string, AnyField>>
  readonly columns: readonly DrawnColumn[]
  readonly state: ListState
  /** The FEEL of all conditions together, as it is asked. */
  readonly where: string | undefined
  readonly onChange: (part: Partial<ListState>) => void
}

/** How the list is laid out: groups, columns, how close its rows stand, and its condition as text. */
export function ListTools(props: Props) {
  const { fields, state, onChange } = props
  const t = useWords()
  const label = useLabel()
  const { density, choose } = useDensity()
  const grouping = Object.entries(fields).filter(([name, field]) => isGrouping(name, field))
  return (
    <span className="list-tools">
      <ConditionText {...props} />
      {grouping.length > 0 && (
        <MenuButton
          look="tool"
          testId="list-group"
          groups={[
            {
              key: 'group',
              items: [
                { key: 'none', label: t('list.no_groups'), onClick: () => onChange({ group: undefined }) },
                ...grouping.map(([name, field]) => ({
                  key: name,
                  label: label(field.label, name),
                  onClick: () => onChange({ group: name }),
                })),
              ],
            },
          ]}
        >
          {t('list.group')}
          {state.group && fields[state.group] && (
            <strong> {label(fields[state.group]!.label, state.group)}</strong>
          )}
        </MenuButton>
      )}
      <ChooseColumns {...props} />
      <button
        type="button"
        className="tool"
        data-testid="density"
        onClick={() => choose(density === 'work' ? 'roomy' : 'work')}
      >
        {t('list.rows')} <strong>{t(`density.${density}`)}</strong>
      </button>
    </span>
  )
}

function ChooseColumns({ fields, columns, onChange }: Props) {
  const t = useWords()
  const label = useLabel()
  const [sought, setSought] = useState('')
  const shown = new Set(columns.map(({ name }) => name))
  const names = [
    ...columns.map(({ name }) => name),
    ...Object.keys(fields).filter((name) => !shown.has(name)),
  ]
    .filter((name) => !screenOf(fields[name]!).roomy && name !== 'id')
    .filter((name) => label(fields[name]!.label, name).toLowerCase().includes(sought.trim().toLowerCase()))
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      destroyOnHidden
      content={
        <div className="choose-columns">
          <Input
            aria-label={t('column.find')}
            placeholder={t('column.find')}
            value={sought}
            onChange={(event) => setSought(event.target.value)}
          />
          <ul>
            {names.map((name) => (
              <li key={name}>
                <Checkbox
                  checked={shown.has(name)}
                  disabled={shown.has(name) && columns.length === 1}
                  data-choose={name}
                  onChange={({ target }) =>
                    onChange({
                      cols: target.checked ? withNewColumn(columns, name) : withoutColumn(columns, name),
                    })
                  }
                >
                  {label(fields[name]!.label, name)}
                </Checkbox>
              </li>
            ))}
          </ul>
        </div>
      }
    >
      <button type="button" className="tool" data-testid="columns">
        {t('list.columns')} <strong>{columns.length}</strong>
      </button>
    </Popover>
  )
}

/** The condition that clicking made, to be read; and one typed besides it, tried before it counts. */
function ConditionText({ object, state, where, onChange }: Props) {
  const t = useWords()
  const client = useQueryClient()
  const [open, setOpen] = useState(false)
  const [typed, setTyped] = useState('')
  const [error, setError] = useState<string>()
  const use = async () => {
    const next = typed.trim()
    try {
      if (next) await client.fetchQuery(groupsQuery(object.name, { where: next, sums: [] }))
      onChange({ where: next || undefined })
      setOpen(false)
    } catch (failed) {
      setError(asProblem(failed).message)
    }
  }
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      open={open}
      onOpenChange={(next) => {
        setOpen(next)
        setTyped(state.where ?? '')
        setError(undefined)
      }}
      content={
        <form
          className="condition-text"
          onSubmit={(event) => {
            event.preventDefault()
            void use()
          }}
        >
          <label htmlFor="condition">{t('condition.typed')}</label>
          <Input.TextArea
            id="condition"
            className="mono"
            autoSize={{ minRows: 2, maxRows: 8 }}
            placeholder={t('condition.example')}
            value={typed}
            status={error ? 'error' : undefined}
            aria-invalid={error !== undefined}
            onChange={(event) => {
              setTyped(event.target.value)
              setError(undefined)
            }}
            data-testid="condition"
          />
          {error && (
            <span className="field-error" role="alert">
              {error}
            </span>
          )}
          {where && (
            <>
              <span className="quiet">{t('condition.whole')}</span>
              <code className="condition-whole">{where}</code>
            </>
          )}
          <Button htmlType="submit" data-testid="condition-use">
            {t('condition.use')}
          </Button>
        </form>
      }
    >
      <button type="button" className="tool" data-testid="condition-open" aria-expanded={open}>
        {t('condition.open')}
      </button>
    </Popover>
  )
}
