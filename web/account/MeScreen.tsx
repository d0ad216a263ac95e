import { useHouse } from '../ground/session.ts'
import { useLabel, useWords } from '../words/words.ts'
import { KeysCard } from './KeysCard.tsx'
import { PasskeysCard } from './PasskeysCard.tsx'
import { OwnDataCard } from './OwnDataCard.tsx'
import { PasswordCard } from './PasswordCard.tsx'
import { SecondFactorCard } from './SecondFactorCard.tsx'
import { SessionsCard } from './SessionsCard.tsx'

/**
 * A person's own: who one is here, the password, the second factor, where one is signed in, the keys of
 * programs.
 */
export function MeScreen() {
  const t = useWords()
  const label = useLabel()
  const { session, screens } = useHouse()
  return (
    <div className="page narrow-page">
      <h1>{t('me.title')}</h1>
      <div className="record-main">
        <section className="card facts">
          <dl>
            {(
              [
                ['me.name', session.user.name],
                ['me.login', session.user.login],
                ['me.department', session.user.department_name ?? '—'],
                [
                  'me.roles',
                  session.user.roles
                    .map((role) => label(screens.roles[role]?.label, role))
                    .join(t('common.comma')),
                ],
              ] as const
            ).map(([word, text]) => (
              <div className="fact" key={word}>
                <dt>{t(word)}</dt>
                <dd>{text}</dd>
              </div>
            ))}
          </dl>
        </section>
        <PasswordCard />
        <SecondFactorCard />
        <PasskeysCard />
        <SessionsCard />
        <KeysCard />
        <OwnDataCard />
      </div>
    </div>
  )
}
