import { DownOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Link, useRouterState } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { menuOf } from '../ground/definitions.ts'
import { handMadePages } from '../ground/screens.ts'
import { useHouse } from '../ground/session.ts'
import { tasksQuery } from '../inbox/tasks.ts'
import { useLabel, useWords } from '../words/words.ts'

/** Every list a person may open, by module in the order of the flow. */
export function Menu() {
  const t = useWords()
  const label = useLabel()
  const { data } = useQuery(tasksQuery('open'))
  const waiting = data?.count ?? data?.items.length ?? 0
  return (
    <nav className="menu" aria-label={t('nav.main')}>
      <ul>
        <li>
          <Link to="/" activeOptions={{ exact: true }}>
            {t('nav.home')}
          </Link>
        </li>
        <li>
          <Link to="/inbox">
            {t('nav.inbox')}
            {waiting > 0 && <b className="count">{waiting > 99 ? '99+' : waiting}</b>}
          </Link>
        </li>
      </ul>
      {useModules().map(({ module, pages, objects }, at) => (
        <Section
          key={module.name}
          name={module.name}
          title={label(module.label, module.name)}
          holds={[...pages.map((page) => page.path), ...objects.map((object) => `/o/${object.name}`)]}
          first={at < 3}
        >
          <ul>
            {pages.map((page) => (
              <li key={page.path}>
                <Link to={page.path as '/'}>{label(page.label)}</Link>
              </li>
            ))}
            {objects.map((object) => (
              <li key={object.name}>
                <Link
                  to="/o/$object"
                  params={{ object: object.name }}
                  activeOptions={{ includeSearch: false }}
                >
                  {label(object.label, object.name)}
                </Link>
              </li>
            ))}
          </ul>
        </Section>
      ))}
      <Company />
    </nav>
  )
}

/** The modules that have anything for the person: pages made by hand, and lists. */
function useModules() {
  const { screens } = useHouse()
  const byModule = menuOf(screens)
  const own = handMadePages().filter(
    (page) => page.module && !page.outside && (!page.reads || screens.objects[page.reads]?.may.read),
  )
  const modules = [
    ...screens.modules.filter(
      (module) =>
        !byModule.some((one) => one.name === module.name) && own.some((page) => page.module === module.name),
    ),
    ...byModule,
  ]
  return modules.map((module) => ({
    module,
    pages: own.filter((page) => page.module === module.name),
    objects: byModule.find((one) => one.name === module.name)?.objects ?? [],
  }))
}

/** The company's own settings, for those who may change any. */
function Company() {
  const t = useWords()
  const { screens } = useHouse()
  if (!screens.admin && !screens.changes_terms) return null
  return (
    <section>
      <h2>{t('nav.company')}</h2>
      <ul>
        {screens.admin && (
          <li>
            <Link to="/studio" activeOptions={{ exact: true }}>
              {t('nav.studio')}
            </Link>
          </li>
        )}
        {screens.changes_terms && (
          <li>
            <Link to="/studio/terms">{t('terms.title')}</Link>
          </li>
        )}
      </ul>
    </section>
  )
}

interface SectionProps {
  readonly name: string
  readonly title: string
  /** Addresses inside it: the section one is in is open. */
  readonly holds: readonly string[]
  readonly first: boolean
  readonly children: ReactNode
}

/** A module of the menu; which ones are open is remembered on this device. */
function Section({ name, title, holds, first, children }: SectionProps) {
  const path = useRouterState({ select: (state) => state.location.pathname })
  const [chosen, setChosen] = useState(() => localStorage.getItem(`menu ${name}`))
  const inside = holds.some((one) => path === one || path.startsWith(`${one}/`))
  const open = chosen ? chosen === 'open' : first
  const toggle = () => {
    const next = open ? 'shut' : 'open'
    localStorage.setItem(`menu ${name}`, next)
    setChosen(next)
  }
  return (
    <section data-module={name}>
      <h2>
        <button type="button" aria-expanded={open || inside} onClick={toggle}>
          {title}
          <DownOutlined rotate={open || inside ? 0 : -90} />
        </button>
      </h2>
      {(open || inside) && children}
    </section>
  )
}
