import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Input, type InputRef } from 'antd'
import { useRef, useState, type FormEvent, type ReactNode } from 'react'
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

/** The rule centre's periods, limits and shares: everybody may look, whoever one names may change it. */
export function TermsScreen() {
  const t = useWords()
  const label = useLabel()
  const { screens, session } = useHouse()
  const queryFn = () => call<{ items: readonly Term[] }>('GET', '/terms')
  const { data, error } = useQuery({ queryKey: key, queryFn })
  const termsOf = (module: string) => data?.items.filter((term) => term.module === module) ?? []
  const modules = screens.modules.map((module) => ({ ...module, terms: termsOf(module.name) }))
  const studio = (
    <p className="crumbs">
      <Link to="/studio">{t('nav.studio')}</Link>
    </p>
  )
  return (
    <div className="page">
      {session.user.roles.includes('admin') && studio}
      <h1>{t('terms.title')}</h1>
      <p className="quiet">{t('terms.hint')}</p>
      <ProblemNote error={error} />
      {modules
        .filter(({ terms }) => terms.length > 0)
        .map((module) => (
          <section key={module.name} className="card terms" data-module={module.name}>
            <h2>{label(module.label, module.name)}</h2>
            <ul>
              {module.terms.map((term) => (
                <TermRow key={term.name} term={term} />
              ))}
            </ul>
          </section>
        ))}
    </div>
  )
}

function TermRow({ term }: { readonly term: Term }) {
  const t = useWords()
  const label = useLabel()
  const { roles } = useScreens()
  const named = term.edited_by.map((role) => label(roles[role]?.label, role))
  const who = [t('terms.administrator'), ...named].join(t('terms.and'))
  const about = (
    <div>
      <label htmlFor={term.name}>{label(term.label)}</label>
      <p className="quiet" id={`${term.name}-help`}>
        {label(term.help)}
      </p>
      <p className="quiet">
        {t('terms.by', { who })}
        <Changed term={term} />
      </p>
    </div>
  )
  const fixed = (
    <output id={term.name} className="term-fixed">
      {term.value} {label(term.unit_label)}
    </output>
  )
  return (
    <li data-term={term.name}>
      {term.may_change ? (
        <TermForm term={term} about={about} />
      ) : (
        <div className="term-row">
          {about}
          {fixed}
        </div>
      )}
    </li>
  )
}

function TermForm({ term, about }: { readonly term: Term; readonly about: ReactNode }) {
  const t = useWords()
  const label = useLabel()
  const { typed, type, save, error, input } = useDraft(term)
  const idOf = (part: string) => `${term.name}-${part}`
  const changed = typed !== term.value
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void save(typed)
  }
  return (
    <>
      <form className="term-row" onSubmit={submit}>
        {about}
        <div className="term-value">
          <Input
            ref={input}
            id={term.name}
            value={typed}
            inputMode="decimal"
            status={error ? 'error' : undefined}
            suffix={<span id={idOf('unit')}>{label(term.unit_label)}</span>}
            aria-invalid={Boolean(error)}
            onChange={(event) => type(event.target.value)}
            aria-describedby={['unit', 'help', ...(error ? ['problem'] : [])].map(idOf).join(' ')}
          />
          {changed && (
            <Button htmlType="submit" type="primary">
              {t('common.save')}
            </Button>
          )}
          {!changed && term.value !== term.shipped && (
            <Button onClick={() => void save(null)}>{t('terms.reset', { value: term.shipped })}</Button>
          )}
        </div>
      </form>
      <div id={idOf('problem')}>
        <ProblemNote error={error} />
      </div>
    </>
  )
}

/** What is typed into a term until it is saved; after that, too, the cursor stands where it was typed. */
function useDraft(term: Term) {
  // Nothing while the term is shown as it stands.
  const [draft, setDraft] = useState<string>()
  const [error, setError] = useState<unknown>()
  const input = useRef<InputRef>(null)
  const saveTerm = useSaveTerm(term)
  const type = (value: string | undefined): void => {
    setDraft(value)
    setError(undefined)
  }
  const save = async (value: string | null): Promise<void> => {
    try {
      await saveTerm(value)
      type(undefined)
    } catch (problem) {
      setError(asProblem(problem))
    }
    input.current?.focus()
  }
  return { typed: draft ?? term.value, type, save, error, input }
}

function Changed({ term: { changed } }: { readonly term: Term }) {
  const t = useWords()
  const { zone } = useHouse()
  const said = changed && { who: changed.by ?? '', when: showMoment(changed.at, zone) }
  return said && <> · {t('terms.changed', said)}</>
}

function useSaveTerm({ name }: Term) {
  const t = useWords()
  const client = useQueryClient()
  const say = useSay()
  return async (value: string | null): Promise<void> => {
    await call('PUT', `/terms/${name}`, { body: { value } })
    say.done(t('studio.published'))
    await client.invalidateQueries({ queryKey: key })
  }
}
