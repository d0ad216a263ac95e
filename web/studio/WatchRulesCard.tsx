import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Input, Switch } from 'antd'
import { useState, type FormEvent } from 'react'
import { call } from '../ground/api.ts'
import { asProblem } from '../ground/problem.ts'
import { ProblemNote } from '../ground/ProblemNote.tsx'
import { useSay } from '../ground/say.tsx'
import { useLabel, useWords } from '../words/words.ts'
import { watchQuery, type WatchRule } from './watch.ts'

type Changed = Readonly<Record<string, Partial<WatchRule>>>

/** From which number on, and in how many minutes, administrators are told; each rule on or off. */
export function WatchRulesCard() {
  const t = useWords()
  const say = useSay()
  const client = useQueryClient()
  const { data } = useQuery(watchQuery)
  const [changed, setChanged] = useState<Changed>({})
  const [error, setError] = useState<unknown>()
  const rules = (data?.rules ?? []).map((rule) => ({ ...rule, ...changed[rule.kind] }))
  const save = async (event: FormEvent) => {
    event.preventDefault()
    const sent = rules
      .filter(({ kind }) => changed[kind])
      .map(({ kind, on, max, minutes }) => [kind, { on, max, minutes }])
    try {
      client.setQueryData(
        watchQuery.queryKey,
        await call('PUT', '/settings/watch', { body: { rules: Object.fromEntries(sent) } }),
      )
      setChanged({})
      setError(undefined)
      say.done(t('studio.published'))
    } catch (failure) {
      setError(failure)
    }
  }
  const wrong = error ? asProblem(error).field : undefined
  return (
    <form className="card record-form" onSubmit={(event) => void save(event)} data-testid="watch-rules">
      <h2>{t('watch.rules')}</h2>
      <p className="quiet">{t('watch.rules_hint')}</p>
      <ProblemNote error={error} />
      {rules.map((rule) => (
        <RuleRow
          key={rule.kind}
          rule={rule}
          wrong={wrong}
          onChange={(part) => setChanged({ ...changed, [rule.kind]: { ...changed[rule.kind], ...part } })}
        />
      ))}
      <div>
        <Button type="primary" htmlType="submit" disabled={Object.keys(changed).length === 0}>
          {t('common.save')}
        </Button>
      </div>
    </form>
  )
}

interface RowProps {
  readonly rule: WatchRule
  readonly wrong: string | undefined
  readonly onChange: (part: Partial<WatchRule>) => void
}

function RuleRow({ rule, wrong, onChange }: RowProps) {
  const t = useWords()
  const label = useLabel()
  const name = label(rule.label)
  const number = (field: 'max' | 'minutes', title: string, unit?: string) => (
    <Input
      type="number"
      min={field === 'max' ? 0 : 1}
      value={String(rule[field])}
      prefix={title}
      suffix={unit}
      aria-label={`${name}: ${title}`}
      status={wrong === `${rule.kind}.${field}` ? 'error' : undefined}
      onChange={(event) => onChange({ [field]: Number(event.target.value) })}
    />
  )
  return (
    <div className="field-row" data-rule={rule.kind}>
      <span className="label">
        {name} <span className="quiet">{t(`watch.by_${rule.by}`)}</span>
      </span>
      <div className="form-line" data-count="3">
        <span>
          <Switch
            checked={rule.on}
            onChange={(on) => onChange({ on })}
            aria-label={name}
            checkedChildren={t('watch.on')}
            unCheckedChildren={t('watch.off')}
          />
        </span>
        {number('max', t('watch.more_than'))}
        {number('minutes', t('watch.within'), t('watch.minutes'))}
      </div>
    </div>
  )
}
