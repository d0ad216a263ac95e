import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { FactorReminder } from '../account/FactorReminder.tsx'
import { menuOf } from '../ground/definitions.ts'
import { noticesQuery } from '../ground/notices.ts'
import { ProblemNote } from '../ground/ProblemNote.tsx'
import { handMadePages } from '../ground/screens.ts'
import { useHouse } from '../ground/session.ts'
import { fromNow } from '../ground/when.ts'
import { Due } from '../inbox/Due.tsx'
import { tasksQuery } from '../inbox/tasks.ts'
import { useTaskTitle } from '../inbox/taskTitle.ts'
import { useLabel, useLanguage, useWords } from '../words/words.ts'
import { MyQueue } from './MyQueue.tsx'
import { queuesOf } from './queues.ts'

/** The day at a glance: what waits, what presses, what is new. */
export function HomeScreen() {
  const t = useWords()
  const { session, screens } = useHouse()
  return (
    <div className="page">
      <h1>{t('home.hello', { name: session.user.name })}</h1>
      <FactorReminder />
      <div className="home">
        <div className="home-column">
          <Waiting />
          {queuesOf(screens).map((object) => (
            <MyQueue key={object.name} object={object} />
          ))}
        </div>
        <div className="home-column">
          <Opening />
          <Creating />
          <News />
        </div>
      </div>
    </div>
  )
}

function Waiting() {
  const t = useWords()
  const title = useTaskTitle()
  const { data, error } = useQuery(tasksQuery('open'))
  const items = data?.items ?? []
  return (
    <section className="card" aria-label={t('home.tasks')} data-testid="my-tasks">
      <h2>
        {t('home.tasks')}
        {items.length > 0 && <Link to="/inbox">{t('home.all_tasks')}</Link>}
      </h2>
      <ProblemNote error={error} />
      {data && items.length === 0 && <p className="quiet">{t('home.no_tasks')}</p>}
      <ul>
        {items.slice(0, 8).map((task) => (
          <li className="todo" key={task.id} data-task={task.id}>
            <span>
              {task.record && task.record_object ? (
                <Link to="/o/$object/$id" params={{ object: task.record_object, id: task.record }}>
                  {title(task)}
                </Link>
              ) : (
                <Link to="/inbox">{title(task)}</Link>
              )}
              {task.record_title && (
                <>
                  <br />
                  <span className="quiet">{task.record_title}</span>
                </>
              )}
            </span>
            <Due at={task.due_at} />
          </li>
        ))}
      </ul>
    </section>
  )
}

/**
 * Pages made by hand for what this person does all day: a worker scans, finance matches, a manager looks from
 * the cockpit.
 */
function Opening() {
  const t = useWords()
  const label = useLabel()
  const { objects } = useHouse().screens
  const own = handMadePages().filter(
    (page) => page.module && !page.outside && (!page.reads || objects[page.reads]?.may.read),
  )
  if (own.length === 0) return null
  return (
    <section className="card" aria-label={t('home.pages')}>
      <h2>{t('home.pages')}</h2>
      <div className="tiles">
        {own.map((page) => (
          <Link className="tile" key={page.path} to={page.path as never}>
            {label(page.label)}
          </Link>
        ))}
      </div>
    </section>
  )
}

function Creating() {
  const t = useWords()
  const label = useLabel()
  const objects = menuOf(useHouse().screens)
    .flatMap((module) => module.objects)
    .filter((object) => object.may.create)
    .slice(0, 6)
  if (objects.length === 0) return null
  return (
    <section className="card" aria-label={t('home.create')}>
      <h2>{t('home.create')}</h2>
      <div className="tiles">
        {objects.map((object) => (
          <Link className="tile" key={object.name} to="/o/$object/new" params={{ object: object.name }}>
            {label(object.label, object.name)}
          </Link>
        ))}
      </div>
    </section>
  )
}

function News() {
  const t = useWords()
  const label = useLabel()
  const language = useLanguage()
  const { data } = useQuery(noticesQuery)
  return (
    <section className="card" aria-label={t('notice.title')} data-testid="my-notices">
      <h2>
        {t('notice.title')}
        {(data?.items.length ?? 0) > 0 && <Link to="/notices">{t('related.all')}</Link>}
      </h2>
      {data?.items.length === 0 && <p className="quiet">{t('notice.none_hint')}</p>}
      <ul>
        {data?.items.slice(0, 6).map((notice) => (
          <li className="todo" key={notice.id}>
            <span>
              {notice.object && notice.record ? (
                <Link to="/o/$object/$id" params={{ object: notice.object, id: notice.record }}>
                  {label(notice.title)}
                </Link>
              ) : (
                label(notice.title)
              )}
            </span>
            <span className="quiet nowrap">{fromNow(notice.at, language)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
