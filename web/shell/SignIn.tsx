import { useQueryClient } from '@tanstack/react-query'
import { Button, Input, type InputRef } from 'antd'
import { useRef, useState, type FormEvent } from 'react'
import { answerByPasskey, askedOf, hasPasskeys, withPasskey } from '../account/passkeys.ts'
import { call } from '../ground/api.ts'
import { NoticeText } from '../ground/NoticeText.tsx'
import { asProblem } from '../ground/problem.ts'
import { ProblemNote } from '../ground/ProblemNote.tsx'
import { sessionQuery, type Session } from '../ground/session.ts'
import { speak, useLanguage, useWords } from '../words/words.ts'

/** `over`: the session ended while somebody worked; the page stays beneath. */
export function SignIn({ over = false }: { readonly over?: boolean }) {
  const t = useWords()
  const language = useLanguage()
  const client = useQueryClient()
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [asksCode, setAsksCode] = useState(false)
  /** What a passkey is asked for where a code is, too. */
  const [instead, setInstead] = useState<unknown>()
  const [error, setError] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const codeInput = useRef<InputRef>(null)

  function enter(session: Session) {
    localStorage.setItem('signed_in', 'yes')
    client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' && !over })
    client.setQueryData(sessionQuery.queryKey, session)
    void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' })
  }
  async function attempt(run: () => Promise<Session>) {
    setBusy(true)
    setError(undefined)
    try {
      enter(await run())
    } catch (failed) {
      const wantsCode = asProblem(failed).code === 'totp_required'
      if (wantsCode) setTimeout(() => codeInput.current?.focus())
      setAsksCode(asksCode || wantsCode)
      setInstead(askedOf(failed))
      setError(wantsCode && !asksCode ? undefined : failed)
    } finally {
      setBusy(false)
    }
  }
  const send = (shown: object) =>
    call<Session>('POST', '/session', { body: { login: login.trim(), password, ...shown } })
  function signIn(event: FormEvent) {
    event.preventDefault()
    void attempt(() => withPasskey((shown) => send({ ...(asksCode ? { code: code.trim() } : {}), ...shown })))
  }
  const byPasskey = () =>
    attempt(async () =>
      instead
        ? send({ passkey: await answerByPasskey(instead) })
        : call<Session>('POST', '/session/passkey', {
            body: {
              passkey: await answerByPasskey(await call('POST', '/session/passkey/ask', { body: {} })),
            },
          }),
    )

  return (
    <main className={over ? 'sign-in over' : 'sign-in'} aria-label={t('sign_in.title')}>
      <form className="sign-in-card" onSubmit={signIn} data-testid="sign-in">
        <h1>
          <img src="/icon.svg" alt="" width={36} height={36} />
          {t('app.name')}
        </h1>
        <p className="quiet">{t(over ? 'sign_in.expired' : 'sign_in.hint')}</p>
        <ProblemNote error={error} />
        <label htmlFor="login">{t('sign_in.login')}</label>
        <Input
          id="login"
          name="login"
          size="large"
          autoComplete="username"
          inputMode="email"
          autoFocus
          required
          value={login}
          onChange={(event) => setLogin(event.target.value)}
        />
        <label htmlFor="password">{t('sign_in.password')}</label>
        <Input.Password
          id="password"
          name="password"
          size="large"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        {asksCode && (
          <>
            <label htmlFor="code">{t('sign_in.code')}</label>
            <Input
              ref={codeInput}
              id="code"
              name="code"
              size="large"
              inputMode="numeric"
              autoComplete="one-time-code"
              value={code}
              onChange={(event) => setCode(event.target.value)}
            />
          </>
        )}
        <Button
          type="primary"
          size="large"
          htmlType="submit"
          loading={busy}
          block
          data-testid="sign-in-submit"
        >
          {t('sign_in.submit')}
        </Button>
        {hasPasskeys() && (!asksCode || Boolean(instead)) && (
          <Button
            size="large"
            loading={busy}
            block
            onClick={() => void byPasskey()}
            data-testid="sign-in-passkey"
          >
            {t(instead ? 'passkey.instead' : 'passkey.sign_in')}
          </Button>
        )}
        <NoticeText />
        <button
          type="button"
          className="plain-link"
          onClick={() => void speak(language === 'zh' ? 'en' : 'zh')}
        >
          {language === 'zh' ? 'English' : '中文'}
        </button>
      </form>
    </main>
  )
}
