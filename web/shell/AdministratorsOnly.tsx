import { Link, Outlet } from '@tanstack/react-router'
import { useScreens } from '../ground/session.ts'
import { useWords } from '../words/words.ts'

/**
 * Keeps people off pages whose every act would be refused: whoever types such an address is told who may and
 * whom to ask. The server refuses by itself; this only says it before anything is typed.
 */
export function AdministratorsOnly() {
  const t = useWords()
  const { admin } = useScreens()
  if (admin) return <Outlet />
  return (
    <div className="empty" data-testid="administrators-only">
      <h1>{t('app.administrators_only')}</h1>
      <p>{t('app.administrators_only_hint')}</p>
      <p>
        <Link to="/studio/terms">{t('terms.title')}</Link> · <Link to="/">{t('nav.home')}</Link>
      </p>
    </div>
  )
}
