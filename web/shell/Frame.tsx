import { AppstoreOutlined, HomeOutlined, InboxOutlined, SearchOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Link, useRouterState } from '@tanstack/react-router'
import { useRef, useState, type ReactNode } from 'react'
import { useHouse } from '../ground/session.ts'
import { useNarrow } from '../ground/useNarrow.ts'
import { tasksQuery } from '../inbox/tasks.ts'
import { useWords } from '../words/words.ts'
import { LeaveGuard } from './LeaveGuard.tsx'
import { Menu } from './Menu.tsx'
import { Notices } from './Notices.tsx'
import { PersonMenu } from './PersonMenu.tsx'
import { QuickCreate } from './QuickCreate.tsx'
import { SearchBox } from './SearchBox.tsx'

/**
 * What is around every screen: the menu at the side and search on top; on a phone the four main ways at the
 * thumb.
 */
export function Frame({ children }: { readonly children: ReactNode }) {
  const t = useWords()
  const narrow = useNarrow()
  const { session } = useHouse()
  const content = useRef<HTMLElement>(null)
  const path = useRouterState({ select: (state) => state.location.pathname })
  const [searching, setSearching] = useState(false)
  const [at, setAt] = useState(path)
  if (path !== at) {
    setAt(path)
    setSearching(false)
  }
  return (
    <div className="frame">
      <LeaveGuard />
      <a
        className="skip"
        href="#content"
        onClick={(event) => {
          event.preventDefault()
          content.current?.focus()
        }}
      >
        {t('app.skip')}
      </a>
      {!narrow && (
        <aside className="side" aria-label={t('nav.side')}>
          <Link to="/" className="brand">
            <img src="/icon.svg" alt="" width={28} height={28} />
            <span>{session.company.name || t('app.name')}</span>
          </Link>
          <Menu />
        </aside>
      )}
      <header className="top">
        {narrow && (
          <Link to="/" className="brand" aria-label={t('nav.home')}>
            <img src="/icon.svg" alt="" width={28} height={28} />
          </Link>
        )}
        <SearchBox opened={searching} onClose={() => setSearching(false)} />
        <div className="top-right">
          <QuickCreate />
          <Notices />
          <PersonMenu />
        </div>
      </header>
      <main className="content" id="content" ref={content} tabIndex={-1}>
        {children}
      </main>
      {narrow && <Thumb onSearch={() => setSearching(true)} />}
    </div>
  )
}

function Thumb({ onSearch }: { readonly onSearch: () => void }) {
  const t = useWords()
  const { data } = useQuery(tasksQuery('open'))
  const waiting = data?.count ?? data?.items.length ?? 0
  return (
    <nav className="thumb" aria-label={t('nav.thumb')}>
      <Link to="/" activeOptions={{ exact: true }}>
        <HomeOutlined />
        <span>{t('nav.home')}</span>
      </Link>
      <Link to="/inbox">
        <InboxOutlined />
        <span>{t('nav.inbox')}</span>
        {waiting > 0 && <b className="count">{waiting > 99 ? '99+' : waiting}</b>}
      </Link>
      <button type="button" onClick={onSearch}>
        <SearchOutlined />
        <span>{t('nav.search')}</span>
      </button>
      <Link to="/menu">
        <AppstoreOutlined />
        <span>{t('nav.menu')}</span>
      </Link>
    </nav>
  )
}
