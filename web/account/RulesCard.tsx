import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Input, Select } from 'antd'
import { useState, type FormEvent } from 'react'
import type { Label } from '../../model/refuse.ts'
import { call } from '../ground/api.ts'
import { asProblem } from '../ground/problem.ts'
import { ProblemNote } from '../ground/ProblemNote.tsx'
import { useSay } from '../ground/say.tsx'
import { useLabel, useWords } from '../words/words.ts'
import { useProof } from './useProof.tsx'

interface Rules {
  readonly rules: readonly {
    readonly name: string
    readonly value: number
    readonly min: number
    readonly max: number
    readonly label: Label
    readonly unit: Label
  }[]
  readonly barred_words: readonly string[]
}

/** The rules of sign-in with their bounds, as the server names them; a change holds at once. */
export function RulesCard() {
  const t = useWords()
  const label = useLabel()
  const say = useSay()
  const client = useQueryClient()
  const { data, error: unread } = useQuery({
    queryKey: ['session-rules'],
    queryFn: () => call<Rules>('GET', '/session/rules'),
  })
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({})
  const [words, setWords] = useState<readonly string[]>()
  const [error, setError] = useState<unknown>()
  const { attempt, dialog } = useProof(setError)
  const save = (event: FormEvent) => {
    event.preventDefault()
    void attempt(async () => {
      await call('PATCH', '/session/rules', {
        body: {
          ...Object.fromEntries(Object.entries(typed).map(([name, text]) => [name, Number(text)])),
          ...(words ? { barred_words: words } : {}),
        },
      })
      setTyped({})
      setWords(undefined)
      await client.invalidateQueries({ queryKey: ['session-rules'] })
      say.done(t('access.rules_saved'))
    })
  }
  const field = error ? asProblem(error).field : undefined
  return (
    <form className="card record-form" onSubmit={save} data-testid="rules">
      <h2>{t('access.rules')}</h2>
      <p className="quiet">{t('access.rules_hint')}</p>
      <ProblemNote error={unread ?? error} />
      <div className="form-line">
        {data?.rules.map((rule) => (
          <div className="field-row" key={rule.name} data-field={rule.name}>
            <label htmlFor={rule.name}>{label(rule.label)}</label>
            <Input
              id={rule.name}
              type="number"
              min={rule.min}
              max={rule.max}
              status={field === rule.name ? 'error' : undefined}
              suffix={label(rule.unit)}
              value={typed[rule.name] ?? String(rule.value)}
              onChange={(event) => setTyped({ ...typed, [rule.name]: event.target.value })}
            />
            <span className="quiet field-help">{t('access.bounds', { min: rule.min, max: rule.max })}</span>
          </div>
        ))}
      </div>
      <div className="field-row">
        <label htmlFor="barred">{t('access.barred')}</label>
        <Select
          id="barred"
          mode="tags"
          open={false}
          suffixIcon={null}
          tokenSeparators={[',', '，', '、', ' ']}
          placeholder={t('access.barred_hint')}
          value={[...(words ?? data?.barred_words ?? [])]}
          onChange={setWords}
        />
      </div>
      <div>
        <Button htmlType="submit" type="primary" disabled={Object.keys(typed).length === 0 && !words}>
          {t('common.save')}
        </Button>
      </div>
      {dialog}
    </form>
  )
}
