import { Link } from '@tanstack/react-router'
import { Button, Checkbox, InputNumber, Radio } from 'antd'
import { useState, type FormEvent } from 'react'
import { ProblemNote } from '../ground/ProblemNote.tsx'
import { useWords } from '../words/words.ts'
import type { PrivacyRules } from './privacy.ts'
import { useSaveRules } from './useSaveRules.ts'

/** Which readings of protected fields leave a trace, and how long it is kept. */
export function TraceForm({ rules }: { readonly rules: PrivacyRules }) {
  const t = useWords()
  const { save, error } = useSaveRules()
  const [trace, setTrace] = useState(rules.trace)
  const [days, setDays] = useState<number | null>(rules.trace_days)
  const [strict, setStrict] = useState(rules.strict_addresses)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void save({ trace, trace_days: days, strict_addresses: strict })
  }
  return (
    <form className="card record-form" onSubmit={submit} data-testid="trace-form">
      <h2>{t('privacy.traces')}</h2>
      <p className="quiet">{t('privacy.traces_hint')}</p>
      <p>
        <Link to="/studio/readings">{t('privacy.readings')}</Link>
      </p>
      <Radio.Group
        aria-label={t('privacy.traces')}
        vertical
        value={trace}
        onChange={(event) => setTrace(event.target.value as PrivacyRules['trace'])}
        options={(['off', 'records', 'lists'] as const).map((value) => ({
          value,
          label: t(`privacy.trace_${value}`),
        }))}
      />
      <div className="field-row">
        <label htmlFor="trace-days">{t('privacy.trace_days')}</label>
        <InputNumber
          id="trace-days"
          className="full"
          min={30}
          max={3650}
          precision={0}
          required
          value={days}
          onChange={setDays}
        />
      </div>
      <Checkbox checked={strict} onChange={(event) => setStrict(event.target.checked)}>
        {t('privacy.strict_addresses')}
      </Checkbox>
      <ProblemNote error={error} />
      <div>
        <Button type="primary" htmlType="submit">
          {t('common.save')}
        </Button>
      </div>
    </form>
  )
}
