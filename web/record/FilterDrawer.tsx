import { FilterOutlined } from '@ant-design/icons'
import { Button, Drawer } from 'antd'
import { useState } from 'react'
import type { AnyField, ScreenObject } from '../ground/definitions.ts'
import type { Titles } from '../ground/records.ts'
import { useLabel, useWords } from '../words/words.ts'
import { FilterEditor } from './FilterEditor.tsx'
import type { Filter, ListState } from './where.ts'

interface Props {
  readonly object: ScreenObject
  readonly fields: Readonly<Record<string, AnyField>>
  readonly state: ListState
  readonly titles: Titles
  readonly names: readonly string[]
  readonly set: (name: string, filter: Filter | undefined) => void
}

/** All filters in one sheet from below, for the thumb. */
export default function FilterDrawer({ object, fields, state, titles, names, set }: Props) {
  const t = useWords()
  const label = useLabel()
  const [open, setOpen] = useState(false)
  const count = Object.keys(state.f ?? {}).length
  return (
    <>
      <Button icon={<FilterOutlined />} onClick={() => setOpen(true)} data-testid="filters">
        {t('list.filter')}
        {count > 0 && ` ${count}`}
      </Button>
      <Drawer
        open={open}
        onClose={() => setOpen(false)}
        placement="bottom"
        size="80%"
        title={t('list.filter')}
        footer={
          <Button type="primary" size="large" block onClick={() => setOpen(false)}>
            {t('list.show')}
          </Button>
        }
      >
        {names.map((name) => (
          <fieldset className="filter-field" key={name} data-filter={name}>
            <legend>{label(fields[name]!.label, name)}</legend>
            <FilterEditor
              object={object}
              name={name}
              field={fields[name]!}
              filter={state.f?.[name]}
              titles={titles}
              onChange={(next) => set(name, next)}
            />
          </fieldset>
        ))}
      </Drawer>
    </>
  )
}
