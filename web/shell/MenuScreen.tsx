import { Menu } from './Menu.tsx'
import { useWords } from '../words/words.ts'

/** The menu as a page of its own, for the phone. */
export function MenuScreen() {
  const t = useWords()
  return (
    <div className="page">
      <h1>{t('nav.menu')}</h1>
      <Menu />
    </div>
  )
}
