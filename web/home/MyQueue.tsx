import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { fieldsOf, titleOf, type ScreenObject } from '../ground/definitions.ts'
import { fewQuery } from '../ground/records.ts'
import { useHouse } from '../ground/session.ts'
import { fromNow } from '../ground/when.ts'
import { Value } from '../record/Value.tsx'
import { useLabel, useLanguage, useWords } from '../words/words.ts'
import { openFilters, openWhere } from './queues.ts'

/** The person's own open records of an object, newest first. */
export function MyQueue({ object }: { readonly object: ScreenObject }) {
  const t = useWords()
  const label = useLabel()
  const language = useLanguage()
  const { screens } = useHouse()
  const fields = fieldsOf(screens, object)
  const { data } = useQuery(fewQuery(object.name, { where: openWhere(screens, object.name), limit: 6 }, true))
  const name = label(object.label, object.name)
  const count = data?.count_capped ? '1000+' : (data?.count ?? 0)
  return (
    <section className="card" aria-label={t('home.mine', { name })} data-queue={object.name}>
      <h2>
        <span>
          {t('home.mine', { name })} <span className="quiet">{count}</span>
        </span>
        <Link
          to="/o/$object"
          params={{ object: object.name }}
          search={{ f: openFilters(screens, object.name) } as never}
        >
          {t('related.all')}
        </Link>
      </h2>
      {data?.items.length === 0 && <p className="quiet">{t('home.none_mine', { name })}</p>}
      <ul>
        {data?.items.map((item) => (
          <li className="todo" key={item.id} data-id={item.id}>
            <span>
              <Link to="/o/$object/$id" params={{ object: object.name, id: item.id }}>
                {titleOf(object, item)}
              </Link>{' '}
              {fields.stage && <Value field={fields.stage} value={item.stage} record={item} compact />}
            </span>
            <span className="quiet nowrap">{fromNow(item.created_at, language)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
