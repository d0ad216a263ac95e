import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { call } from '../ground/api.ts'
import { ProblemNote } from '../ground/ProblemNote.tsx'
import { useHouse, useScreens } from '../ground/session.ts'
import { showMoment } from '../ground/when.ts'
import { useLabel, useWords } from '../words/words.ts'
import './terms.css'
import { TermForm } from './TermForm.tsx'
import { termsKey, type Term } from './terms.ts'

/** The rule centre's periods, limits and shares: everybody may look, whoever one names may change it. */
export function TermsScreen() {
  const t = useWords()
  const label = useLabel()
  const screens = useScreens()
  const queryFn = () => call<{ items: readonly Term[] }>('GET', '/terms')
  const { data, error } = useQuery({ queryKey: termsKey, queryFn })
  const termsOf = (module: string) => data?.items.filter((term) => term.module === module) ?? []
  const modules = screens.modules.map((module) => ({ ...module, terms: termsOf(module.name) }))
  const studio = (
    <p className="crumbs">
      <Link to="/studio">{t('nav.studio')}</Link>
    </p>
  )
  return (
    <div className="page">
      {screens.admin && studio}
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

function Changed({ term: { changed } }: { readonly term: Term }) {
  const t = useWords()
  const { zone } = useHouse()
  const said = changed && { who: changed.by ?? '', when: showMoment(changed.at, zone) }
  return said && <> · {t('terms.changed', said)}</>
}
