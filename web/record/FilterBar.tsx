import { CloseOutlined, DownOutlined, SearchOutlined } from '@ant-design/icons'
import { Input, Popover } from 'antd'
import { useEffect, useRef, useState } from 'react'
import type { AnyField, ScreenObject } from '../ground/definitions.ts'
import { MenuButton } from '../ground/MenuButton.tsx'
import type { Titles } from '../ground/records.ts'
import { useNarrow } from '../ground/useNarrow.ts'
import { useLabel, useWords } from '../words/words.ts'
import { firstFilters } from './columns.ts'
import { FilterEditor } from './FilterEditor.tsx'
import { useFilterText } from './filterText.ts'
import { FilterDrawer } from './LazyFilterDrawer.tsx'
import { filterShape, type Filter, type ListState } from './where.ts'

interface Props {
  readonly object: ScreenObject
  readonly fields: Readonly<Record<string, AnyField>>
  readonly state: ListState
  readonly titles: Titles
  readonly onChange: (part: Partial<ListState>) => void
}

/** Narrows the list as one types and picks. */
export function FilterBar({ object, fields, state, titles, onChange }: Props) {
  const t = useWords()
  const narrow = useNarrow()
  const filterable = Object.keys(fields).filter(
    (name) => name !== 'id' && name !== 'version' && filterShape(fields[name]!) !== 'none',
  )
  const first = firstFilters(object, fields, filterable)
  const set = (name: string, filter: Filter | undefined) => {
    const rest = Object.fromEntries(Object.entries(state.f ?? {}).filter(([other]) => other !== name))
    onChange({ f: filter ? { ...rest, [name]: filter } : rest })
  }
  const shared = { object, fields, state, titles, set }
  return (
    <div className="filter-bar">
      <TextSearch value={state.q ?? ''} onChange={(q) => onChange({ q })} />
      {narrow ? (
        <FilterDrawer
          {...shared}
          names={[...new Set([...first, ...Object.keys(state.f ?? {}), ...filterable])]}
        />
      ) : (
        <FilterPills {...shared} first={first} filterable={filterable} />
      )}
      {state.where && (
        <span className="pill on">
          <span title={state.where}>
            {t('list.from_figure')}: <strong>{state.where}</strong>
          </span>
          <button
            type="button"
            className="chip-close"
            aria-label={t('common.remove')}
            onClick={() => onChange({ where: undefined })}
          >
            <CloseOutlined />
          </button>
        </span>
      )}
    </div>
  )
}

/** Asks when typing has rested; follows when the search is changed from elsewhere. */
function TextSearch({ value, onChange }: { readonly value: string; readonly onChange: (q: string) => void }) {
  const t = useWords()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const [typed, setTyped] = useState(value)
  const [sent, setSent] = useState(value)
  const [seen, setSeen] = useState(value)
  // Whoever has opened a record meanwhile is not taken back to the list.
  useEffect(() => () => clearTimeout(timer.current), [])
  if (value !== seen) {
    setSeen(value)
    if (value !== sent) setTyped(value)
  }
  const change = (text: string) => {
    setTyped(text)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      setSent(text)
      onChange(text)
    }, 250)
  }
  return (
    <Input
      className="filter-text"
      prefix={<SearchOutlined />}
      allowClear
      placeholder={t('list.search')}
      aria-label={t('list.search')}
      value={typed}
      onChange={(event) => change(event.target.value)}
      data-testid="list-search"
    />
  )
}

interface Shared extends Omit<Props, 'onChange'> {
  readonly set: (name: string, filter: Filter | undefined) => void
}

function FilterPills({
  first,
  filterable,
  ...shared
}: Shared & { readonly first: readonly string[]; readonly filterable: readonly string[] }) {
  const t = useWords()
  const label = useLabel()
  const [added, setAdded] = useState<string>()
  const shown = [
    ...new Set([...first, ...Object.keys(shared.state.f ?? {}), ...(added ? [added] : [])]),
  ].filter((name) => filterable.includes(name))
  const others = filterable.filter((name) => !shown.includes(name))
  return (
    <>
      {shown.map((name) => (
        <Pill key={name} name={name} startOpen={name === added} {...shared} />
      ))}
      {others.length > 0 && (
        <MenuButton
          side="left"
          look="button text"
          testId="filter-more"
          groups={[
            {
              key: 'filters',
              items: others.map((name) => ({
                key: name,
                label: label(shared.fields[name]!.label, name),
                onClick: () => setAdded(name),
              })),
            },
          ]}
        >
          {t('list.more_filters')} <DownOutlined />
        </MenuButton>
      )}
    </>
  )
}

function Pill({
  name,
  startOpen,
  fields,
  state,
  titles,
  object,
  set,
}: Shared & { readonly name: string; readonly startOpen: boolean }) {
  const t = useWords()
  const label = useLabel()
  const [open, setOpen] = useState(startOpen)
  const filter = state.f?.[name]
  const text = useFilterText(object, name, fields[name]!, filter, titles)
  return (
    <span className={filter ? 'pill on' : 'pill'} data-filter={name}>
      <Popover
        trigger="click"
        placement="bottomLeft"
        open={open}
        onOpenChange={setOpen}
        destroyOnHidden
        content={
          <div className="filter-editor">
            <FilterEditor
              object={object}
              name={name}
              field={fields[name]!}
              filter={filter}
              titles={titles}
              onChange={(next) => set(name, next)}
            />
          </div>
        }
      >
        <button type="button" aria-expanded={open}>
          {label(fields[name]!.label, name)}
          {text && (
            <>
              : <strong>{text}</strong>
            </>
          )}{' '}
          <DownOutlined />
        </button>
      </Popover>
      {filter && (
        <button
          type="button"
          className="chip-close"
          aria-label={t('list.clear_filter', { name: label(fields[name]!.label, name) })}
          onClick={() => set(name, undefined)}
        >
          <CloseOutlined />
        </button>
      )}
    </span>
  )
}
