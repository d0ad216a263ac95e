import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { markRead, noticesQuery, type Notice } from '../ground/notices.ts'
import { ProblemNote } from '../ground/ProblemNote.tsx'
import { fromNow } from '../ground/when.ts'
import { useLabel, useLanguage, useWords } from '../words/words.ts'

/** What the house told the person, newest first. */
export function NoticesScreen() {
  const t = useWords()
  const client = useQueryClient()
  const { data, error } = useQuery(noticesQuery)
  const read = async (ids?: readonly string[]) => {
    await markRead(ids).catch(() => {})
    void client.invalidateQueries({ queryKey: ['notices'] })
  }
  return (
    <div className="page narrow-page">
      <div className="row spread">
        <h1>{t('notice.title')}</h1>
        {(data?.unread ?? 0) > 0 && <Button onClick={() => void read()}>{t('notice.read_all')}</Button>}
      </div>
      <ProblemNote error={error} />
      {data?.items.length === 0 && (
        <div className="empty card">
          <h2>{t('notice.none')}</h2>
          <p>{t('notice.none_hint')}</p>
        </div>
      )}
      {data && data.items.length > 0 && (
        <ul className="card">
          {data.items.map((notice) => (
            <Line key={notice.id} notice={notice} onOpen={() => void read([notice.id])} />
          ))}
        </ul>
      )}
    </div>
  )
}

function Line({ notice, onOpen }: { readonly notice: Notice; readonly onOpen: () => void }) {
  const t = useWords()
  const label = useLabel()
  const language = useLanguage()
  const text = (
    <>
      {!notice.read_at && <span className="tag">{t('notice.new')}</span>} {label(notice.title)}
    </>
  )
  return (
    <li className="todo" data-notice={notice.id}>
      <span>
        {notice.object && notice.record ? (
          <Link to="/o/$object/$id" params={{ object: notice.object, id: notice.record }} onClick={onOpen}>
            {text}
          </Link>
        ) : (
          text
        )}
      </span>
      <span className="quiet nowrap">{fromNow(notice.at, language)}</span>
    </li>
  )
}
