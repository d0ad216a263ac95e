import { Button, Checkbox, Input } from 'antd'
import { typedDecimal } from '../fields/decimal.ts'
import { screenOf } from '../fields/kinds.ts'
import type { AnyField, ScreenObject } from '../ground/definitions.ts'
import type { Titles } from '../ground/records.ts'
import { useHouse } from '../ground/session.ts'
import { todayIn } from '../ground/when.ts'
import { useLabel, useWords } from '../words/words.ts'
import { useOptions } from './filterText.ts'
import { periodsAround } from './periods.ts'
import { filterShape, type Filter } from './where.ts'

interface Props {
  readonly object: ScreenObject
  readonly name: string
  readonly field: AnyField
  readonly filter: Filter | undefined
  readonly titles: Titles
  readonly onChange: (filter: Filter | undefined) => void
}

/** What narrows a list by one field, by the shape of its values. */
export function FilterEditor(props: Props) {
  const t = useWords()
  const { filter, onChange } = props
  const shape = filterShape(props.field)
  return (
    <>
      {shape === 'choice' && <Choices {...props} />}
      {shape === 'text' && (
        <Input
          aria-label={t('list.contains')}
          placeholder={t('list.contains')}
          defaultValue={filter?.has}
          onChange={(event) => onChange(event.target.value.trim() ? { has: event.target.value } : undefined)}
        />
      )}
      {shape === 'range' && <Range {...props} />}
      {shape === 'dates' && <Dates {...props} />}
      {shape === 'bool' && (
        <div className="row">
          {[true, false].map((is) => (
            <Button
              key={String(is)}
              type={filter?.is === is ? 'primary' : 'default'}
              onClick={() => onChange(filter?.is === is ? undefined : { is })}
            >
              {t(is ? 'field.yes' : 'field.no')}
            </Button>
          ))}
        </div>
      )}
      {shape === 'record' && <Records {...props} />}
      {shape !== 'bool' && (
        <Checkbox
          className="filter-empty"
          checked={filter?.empty ?? false}
          onChange={(event) => onChange(event.target.checked ? { empty: true } : undefined)}
        >
          {t('list.is_empty')}
        </Checkbox>
      )}
    </>
  )
}

function Choices({ object, field, filter, onChange }: Props) {
  const options = useOptions(object, field)
  return (
    <Checkbox.Group
      className="filter-choices"
      value={[...(filter?.in ?? [])]}
      options={options.map((one) => ({ ...one, 'data-option': one.value }))}
      onChange={(values) => onChange(values.length > 0 ? { in: values as string[] } : undefined)}
    />
  )
}

const sides = (filter: Filter | undefined, part: Partial<Filter>): Filter | undefined => {
  const next = { from: filter?.from, to: filter?.to, ...part }
  return next.from || next.to ? next : undefined
}

function Range({ filter, onChange }: Props) {
  const t = useWords()
  return (
    <div className="row nowrap-row">
      <Input
        inputMode="decimal"
        aria-label={t('list.at_least')}
        placeholder={t('list.at_least')}
        defaultValue={filter?.from}
        onChange={(event) => onChange(sides(filter, { from: typedDecimal(event.target.value) ?? undefined }))}
      />
      <Input
        inputMode="decimal"
        aria-label={t('list.at_most')}
        placeholder={t('list.at_most')}
        defaultValue={filter?.to}
        onChange={(event) => onChange(sides(filter, { to: typedDecimal(event.target.value) ?? undefined }))}
      />
    </div>
  )
}

function Dates({ filter, onChange }: Props) {
  const t = useWords()
  const { zone } = useHouse()
  return (
    <>
      <div className="row">
        {periodsAround(todayIn(zone)).map(({ word, from, to }) => (
          <Button
            size="small"
            key={word}
            type={filter?.from === from && filter.to === to ? 'primary' : 'default'}
            onClick={() => onChange({ from, to })}
          >
            {t(word)}
          </Button>
        ))}
      </div>
      <div className="row nowrap-row">
        <Input
          type="date"
          aria-label={t('list.from')}
          value={filter?.from ?? ''}
          onChange={(event) => onChange(sides(filter, { from: event.target.value || undefined }))}
        />
        <Input
          type="date"
          aria-label={t('list.to')}
          value={filter?.to ?? ''}
          onChange={(event) => onChange(sides(filter, { to: event.target.value || undefined }))}
        />
      </div>
    </>
  )
}

function Records({ field, name, filter, titles, onChange }: Props) {
  const t = useWords()
  const label = useLabel()
  const { Edit, me } = screenOf(field)
  const chosen = filter?.in?.[0]
  return (
    <>
      {me && (
        <Button
          type={chosen === 'me' ? 'primary' : 'default'}
          onClick={() => onChange(chosen === 'me' ? undefined : { in: ['me'] })}
        >
          {t('list.me')}
        </Button>
      )}
      <label className="visually-hidden" htmlFor={`filter-${name}`}>
        {label(field.label, name)}
      </label>
      {Edit && (
        <Edit
          id={`filter-${name}`}
          name={`filter-${name}`}
          field={{ ...field, required: false }}
          value={chosen === 'me' ? null : (chosen ?? null)}
          titles={titles}
          onChange={(value) => onChange(value ? { in: [value as string] } : undefined)}
        />
      )}
    </>
  )
}
