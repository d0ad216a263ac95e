import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Input } from 'antd'
import { useState, type FormEvent } from 'react'
import type { Label } from '../../model/refuse.ts'
import { call } from '../ground/api.ts'
import { asProblem } from '../ground/problem.ts'
import { ProblemNote } from '../ground/ProblemNote.tsx'
import { useSay } from '../ground/say.tsx'
import { useHouse, useScreens } from '../ground/session.ts'
import { showMoment } from '../ground/when.ts'
import './terms.css'
import { useLabel, useWords } from '../words/words.ts'

interface Term {
  readonly name: string
  readonly label: Label
  readonly help: Label
  readonly unit: string
  readonly unit_label: Label
  readonly value: string
  readonly shipped: string
  readonly edited_by: readonly string[]
  readonly module?: string
  readonly may_change: boolean
  readonly changed: { readonly at: string; readonly by: string | null } | null
}

const key = ['terms']

/** The rule centre's periods, limits and shares: everybody may look one up, whoever it names may change it, and it holds at once. */
export function TermsScreen() {
  const t = useWords()
  const label = useLabel()
  const { screens, session } = useHouse()
  const { data, error } = useQuery({ queryKey: key, queryFn: () => call<{ items: readonly Term[] }>('GET', '/terms') })
  const modules = screens.modules.map((module) => ({ ...module, terms: data?.items.filter((term) => term.module === module.name) ?? [] }))
  return (
    <div className="page">
      {session.user.roles.includes('admin') && <p className="crumbs"><Link to="/studio">{t('nav.studio')}</Link></p>}
      <h1>{t('terms.title')}</h1>
      <p className="quiet">{t('terms.hint')}</p>
      <ProblemNote error={error} />
      {modules.filter(({ terms }) => terms.length > 0).map((module) => (
        <section key={module.name} className="card terms" data-module={module.name}>
          <h2>{label(module.label, module.name)}</h2>
          <ul>{module.terms.map((term) => <TermRow key={`${term.name} ${term.value}`} term={term} />)}</ul>
        </section>
      ))}
    </div>
  )
}

function TermRow({ term }: { readonly term: Term }) {
  const t = useWords()
  const label = useLabel()
  const { roles } = useScreens()
  const [typed, setTyped] = useState(term.value)
  const [error, setError] = useState<unknown>()
  const save = useSaveTerm(term, setError)
  const who = [t('terms.administrator'), ...term.edited_by.map((role) => label(roles[role]?.label, role))].join(t('terms.and'))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void save(typed)
  }
  return (
    <li data-term={term.name}>
      <form className="term-row" onSubmit={submit}>
        <div>
          <label htmlFor={term.name}>{label(term.label)}</label>
          <p className="quiet" id={`${term.name}-help`}>{label(term.help)}</p>
          <p className="quiet">{t('terms.by', { who })}<Changed term={term} /></p>
        </div>
        <div className="term-value">
          <Input
            id={term.name} value={typed} disabled={!term.may_change} inputMode="decimal" suffix={label(term.unit_label)}
            status={error ? 'error' : undefined} aria-describedby={`${term.name}-help`} onChange={(event) => setTyped(event.target.value)}
          />
          {term.may_change && typed !== term.value && <Button htmlType="submit" type="primary">{t('common.save')}</Button>}
          {term.may_change && term.value !== term.shipped && typed === term.value &&
            <Button onClick={() => void save(null)}>{t('terms.reset', { value: term.shipped })}</Button>}
        </div>
      </form>
      <ProblemNote error={error} />
    </li>
  )
}

function Changed({ term: { changed } }: { readonly term: Term }) {
  const t = useWords()
  const { zone } = useHouse()
  return changed && <> · {t('terms.changed', { who: changed.by ?? '', when: showMoment(changed.at, zone) })}</>
}

function useSaveTerm({ name }: Term, failed: (error: unknown) => void) {
  const t = useWords()
  const client = useQueryClient()
  const say = useSay()
  return async (value: string | null): Promise<void> => {
    try {
      await call('PUT', `/terms/${name}`, { body: { value } })
      failed(undefined)
      say.done(t('studio.published'))
      await client.invalidateQueries({ queryKey: key })
    } catch (error) {
      failed(asProblem(error))
    }
  }
}
