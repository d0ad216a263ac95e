import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { tasksQuery } from '../inbox/tasks.ts'
import { pages } from '../pages/pages.ts'
import { useLabel, useWords } from '../words/words.ts'
import { menuOf } from './definitions.ts'
import { useHouse } from './session.ts'

/** Every list a person may open, by module in the order of the flow. */
export function Menu() {
  const t = useWords()
  const label = useLabel()
  const { screens, session } = useHouse()
  const { data } = useQuery(tasksQuery('open'))
  const waiting = data?.count ?? data?.items.length ?? 0
  const byModule = menuOf(screens)
  const own = pages.filter((page) => page.module && !page.outside && (!page.reads || screens.objects[page.reads]?.may.read))
  const modules = [...screens.modules.filter((module) => !byModule.some((one) => one.name === module.name) && own.some((page) => page.module === module.name)), ...byModule]
  return (
    <nav className="menu" aria-label={t('nav.main')}>
      <ul>
        <li><Link to="/" activeOptions={{ exact: true }}>{t('nav.home')}</Link></li>
        <li><Link to="/inbox">{t('nav.inbox')}{waiting > 0 && <b className="count">{waiting > 99 ? '99+' : waiting}</b>}</Link></li>
      </ul>
      {modules.map((module) => (
        <section key={module.name} data-module={module.name}>
          <h2>{label(module.label, module.name)}</h2>
          <ul>
            {own.filter((page) => page.module === module.name).map((page) => <li key={page.path}><Link to={page.path as '/'}>{label(page.label)}</Link></li>)}
            {byModule.find((one) => one.name === module.name)?.objects.map((object) => (
              <li key={object.name}><Link to="/o/$object" params={{ object: object.name }} activeOptions={{ includeSearch: false }}>{label(object.label, object.name)}</Link></li>
            ))}
          </ul>
        </section>
      ))}
      {session.user.roles.includes('admin') && (
        <section><h2>{t('nav.company')}</h2><ul><li><Link to="/studio">{t('nav.studio')}</Link></li></ul></section>
      )}
    </nav>
  )
}
