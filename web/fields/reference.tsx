import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Select } from 'antd'
import { useState } from 'react'
import { targetOf, titleOf } from '../ground/definitions.ts'
import { recordQuery } from '../ground/records.ts'
import { useScreens } from '../ground/session.ts'
import { useWords } from '../words/words.ts'
import { usePicks } from './pickRecords.ts'
import { inputProps, type EditProps, type FieldScreen, type ShowProps } from './screen.ts'

/** The other record by name, as a way to it; said to be there where it is not ours to see. */
export function RecordLink({
  object,
  id,
  title,
}: {
  readonly object: string
  readonly id: string
  readonly title: string | undefined
}) {
  const screens = useScreens()
  const t = useWords()
  if (!title) return <span className="quiet">{t('field.not_visible')}</span>
  if (!screens.objects[object]?.may.read) return <>{title}</>
  return (
    <Link to="/o/$object/$id" params={{ object, id }}>
      {title}
    </Link>
  )
}

function Show({ value, field, record, titles, compact }: ShowProps) {
  const t = useWords()
  const title = titles?.[String(value)]
  if (!compact) return <RecordLink object={targetOf(field)} id={String(value)} title={title} />
  // Of values of earlier no name is known, which says nothing about who may see them.
  return <>{title ?? (record && Object.values(record).includes(value) ? t('field.not_visible') : '—')}</>
}

function Edit(props: EditProps) {
  const { value, onChange, titles, field } = props
  const t = useWords()
  const object = useScreens().objects[targetOf(field)]
  const [typed, setTyped] = useState('')
  const [open, setOpen] = useState(false)
  const { data = [], isFetching } = usePicks(targetOf(field), typed, open)
  const [chosen, setChosen] = useState<{ value: string; label: string }>()
  const known = value
    ? chosen?.value === value
      ? chosen.label
      : (titles?.[String(value)] ?? data.find((one) => one.value === value)?.label)
    : undefined
  // A link that fills the field in brings an id only; its name is asked for.
  const target = useQuery({
    ...recordQuery(targetOf(field), String(value)),
    enabled: Boolean(value) && known === undefined,
  })
  const current = value
    ? {
        value: String(value),
        label:
          known ??
          (target.data
            ? titleOf(object, target.data)
            : target.isLoading
              ? t('common.loading')
              : t('field.unnamed')),
      }
    : undefined
  return (
    <Select
      {...inputProps(props)}
      className="full"
      labelInValue
      value={current}
      options={[...data]}
      loading={isFetching}
      allowClear
      virtual={false}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      onOpenChange={setOpen}
      placeholder={t('field.pick')}
      notFoundContent={isFetching ? t('common.loading') : t('field.nothing_found')}
      onChange={(picked) => {
        setChosen(picked as typeof chosen)
        onChange(picked?.value ?? null)
      }}
    />
  )
}

/** What every kind has that points at one record. */
export const pointer: FieldScreen = { Show, Edit, filter: 'record', gathers: true }
export const reference: FieldScreen = { ...pointer, carried: true, asks: 'object' }
export const anyRecord: FieldScreen = {
  Show: ({ value }) => <span className="mono">{String(value).slice(0, 8)}</span>,
  asks: 'code',
}
