import { lazy, Suspense, createElement } from 'react'
import { speak, useLanguage, useWords } from '../words/words.ts'
import type { Duty, Session } from '../ground/session.ts'
import { signOut } from './signOut.ts'

const steps = {
  password: lazy(() => import('../account/OwnPassword.tsx')),
  second_factor: lazy(() => import('../account/OwedFactor.tsx')),
} as const

/** What somebody has to do before the house is open to them; the server answers nothing else meanwhile. */
export function DutyScreen({ session, duty }: { readonly session: Session; readonly duty: Duty }) {
  const t = useWords()
  const language = useLanguage()
  return (
    <main className="sign-in" aria-label={t(`duty.${duty}`)} data-testid="duty">
      <div className="sign-in-card">
        <h1>
          <img src="/icon.svg" alt="" width={36} height={36} />
          {t(`duty.${duty}`)}
        </h1>
        <p>{t('home.hello', { name: session.user.name })}</p>
        <Suspense fallback={<p aria-busy="true" />}>{createElement(steps[duty])}</Suspense>
        <button
          type="button"
          className="plain-link"
          onClick={() => void speak(language === 'zh' ? 'en' : 'zh')}
        >
          {t('duty.language')}
        </button>
        <button type="button" className="plain-link" onClick={() => void signOut()}>
          {t('me.sign_out')}
        </button>
      </div>
    </main>
  )
}
