import { BellOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { noticesQuery } from '../ground/notices.ts'
import { useWords } from '../words/words.ts'

/** The bell, with how many notices are unread. */
export function Notices() {
  const t = useWords()
  const { data } = useQuery(noticesQuery)
  const unread = data?.unread ?? 0
  return (
    <Link
      to="/notices"
      className="round bell"
      aria-label={unread ? t('notice.unread', { n: unread }) : t('notice.title')}
      data-testid="notices"
    >
      <BellOutlined />
      {unread > 0 && <b className="count">{unread > 99 ? '99+' : unread}</b>}
    </Link>
  )
}
