import { Button, InputNumber } from 'antd'
import { useState, type FormEvent } from 'react'
import { call } from '../ground/api.ts'
import { pipelinesFor } from '../ground/definitions.ts'
import { ProblemNote } from '../ground/ProblemNote.tsx'
import { useScreens } from '../ground/session.ts'
import { useLabel, useWords } from '../words/words.ts'
import type { PrivacyRules } from './privacy.ts'
import { useSaveRules } from './useSaveRules.ts'

interface Counts {
  readonly erase: Readonly<Record<string, number>>
  readonly forget: Readonly<Record<string, number>>
}

/**
 * How long data stays that nobody needs. Off until set; how many records it would take now is counted before
 * it is saved.
 */
export function RetentionForm({ rules }: { readonly rules: PrivacyRules }) {
  const t = useWords()
  const label = useLabel()
  const screens = useScreens()
  const { save, error } = useSaveRules()
  const [days, setDays] = useState(rules.erase_deleted_days)
  const [months, setMonths] = useState<Readonly<Record<string, number | null>>>(rules.forget_closed_months)
  const [counts, setCounts] = useState<Counts>()
  const [failed, setFailed] = useState<unknown>()
  const objects = Object.values(screens.objects).filter(
    (one) => one.person && pipelinesFor(screens, one.name).length > 0,
  )
  const change = () => ({
    erase_deleted_days: days,
    forget_closed_months: Object.fromEntries(Object.entries(months).filter(([, n]) => n !== null)),
  })
  const count = () => {
    setFailed(undefined)
    call<Counts>('POST', '/settings/privacy/count', { body: change() }).then(setCounts, setFailed)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void save(change())
  }
  const said = (all: Readonly<Record<string, number>>) =>
    Object.entries(all)
      .map(([name, n]) => `${label(screens.objects[name]?.label, name)} ${n}`)
      .join(t('common.comma')) || '0'
  return (
    <form className="card record-form" onSubmit={submit} data-testid="retention-form">
      <h2>{t('privacy.retention')}</h2>
      <p className="quiet">{t('privacy.retention_hint')}</p>
      {objects.map((object) => (
        <Period
          key={object.name}
          id={`months-${object.name}`}
          label={t('privacy.forget_closed', { name: label(object.label, object.name) })}
          range={[1, 240]}
          value={months[object.name] ?? null}
          onChange={(n) => {
            setMonths({ ...months, [object.name]: n })
            setCounts(undefined)
          }}
        />
      ))}
      <Period
        id="erase-days"
        label={t('privacy.erase_deleted')}
        range={[7, 3650]}
        value={days}
        onChange={(n) => {
          setDays(n)
          setCounts(undefined)
        }}
      />
      {counts && (
        <p role="status" data-testid="retention-count">
          {t('privacy.would', { forget: said(counts.forget), erase: said(counts.erase) })}
        </p>
      )}
      <ProblemNote error={failed ?? error} />
      <div className="row">
        <Button onClick={count} data-testid="count-now">
          {t('privacy.count')}
        </Button>
        <Button type="primary" htmlType="submit">
          {t('common.save')}
        </Button>
      </div>
    </form>
  )
}

interface PeriodProps {
  readonly id: string
  readonly label: string
  readonly range: readonly [least: number, most: number]
  readonly value: number | null
  readonly onChange: (n: number | null) => void
}

/** So long, or for ever where nothing stands. */
function Period({ id, label, range: [min, max], value, onChange }: PeriodProps) {
  const t = useWords()
  return (
    <div className="field-row">
      <label htmlFor={id}>{label}</label>
      <InputNumber
        id={id}
        className="full"
        min={min}
        max={max}
        precision={0}
        placeholder={t('privacy.never')}
        value={value}
        onChange={onChange}
      />
    </div>
  )
}
