import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useState, type FormEvent } from 'react'
import type { Label } from '../../model/refuse.ts'
import { call } from '../ground/api.ts'
import { asProblem } from '../ground/problem.ts'
import { ProblemNote } from '../ground/ProblemNote.tsx'
import { useSay } from '../ground/say.tsx'
import { useLabel, useWords } from '../words/words.ts'

interface Rules {
  readonly rules: readonly {
    readonly name: string
    readonly value: number
    readonly min: number
    readonly max: number
    readonly label: Label
    readonly unit: Label
  }[]
}
const key = ['settings', 'uploads']

/** How much one person may upload. */
export function UploadsCard() {
  const t = useWords()
  const label = useLabel()
  const say = useSay()
  const client = useQueryClient()
  const { data, error: unread } = useQuery({
    queryKey: key,
    queryFn: () => call<Rules>('GET', '/settings/uploads'),
  })
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({})
  const [error, setError] = useState<unknown>()
  const save = async (event: FormEvent) => {
    event.preventDefault()
    try {
      const body = Object.fromEntries(Object.entries(typed).map(([name, text]) => [name, Number(text)]))
      client.setQueryData(key, await call('PUT', '/settings/uploads', { body }))
      setTyped({})
      setError(undefined)
      say.done(t('studio.published'))
    } catch (failure) {
      setError(failure)
    }
  }
  const wrong = error ? asProblem(error).field : undefined
  return (
    <form className="card record-form" onSubmit={(event) => void save(event)} data-testid="upload-rules">
      <h2>{t('watch.uploads')}</h2>
      <p className="quiet">{t('watch.uploads_hint')}</p>
      <ProblemNote error={unread ?? error} />
      <div className="form-line">
        {data?.rules.map((rule) => (
          <div className="field-row" key={rule.name}>
            <label htmlFor={rule.name}>{label(rule.label)}</label>
            <Input
              id={rule.name}
              type="number"
              min={rule.min}
              max={rule.max}
              suffix={label(rule.unit)}
              status={wrong === rule.name ? 'error' : undefined}
              value={typed[rule.name] ?? String(rule.value)}
              onChange={(event) => setTyped({ ...typed, [rule.name]: event.target.value })}
            />
            <span className="quiet field-help">{t('access.bounds', { min: rule.min, max: rule.max })}</span>
          </div>
        ))}
      </div>
      <div>
        <Button type="primary" htmlType="submit" disabled={Object.keys(typed).length === 0}>
          {t('common.save')}
        </Button>
      </div>
    </form>
  )
}
