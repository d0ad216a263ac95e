import { Link } from '@tanstack/react-router'
import { useWords } from '../words/words.ts'

export function NotFound() {
  const t = useWords()
  return (
    <div className="empty">
      <h1>{t('app.not_found')}</h1>
      <p>{t('app.not_found_hint')}</p>
      <Link to="/">{t('nav.home')}</Link>
    </div>
  )
}
