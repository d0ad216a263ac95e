import { Link } from '@tanstack/react-router'
import { useWords } from '../words/words.ts'
import { KeysCard } from './KeysCard.tsx'
import { RulesCard } from './RulesCard.tsx'
import { SessionsCard } from './SessionsCard.tsx'

/** For administrators: who is signed in, which programs hold keys, and by which rules. */
export function SignInScreen() {
  const t = useWords()
  return (
    <div className="page narrow-page">
      <p className="crumbs">
        <Link to="/studio">{t('nav.studio')}</Link>
      </p>
      <h1>{t('access.title')}</h1>
      <div className="record-main">
        <SessionsCard all />
        <KeysCard all />
        <RulesCard />
      </div>
    </div>
  )
}
