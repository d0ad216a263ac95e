import { Button, Input } from 'antd'
import { useState } from 'react'
import { hasPasskeys } from '../account/passkeys.ts'
import { NoticeText } from '../ground/NoticeText.tsx'
import { ProblemNote } from '../ground/ProblemNote.tsx'
import type { Session } from '../ground/session.ts'
import { speak, useLanguage, useWords } from '../words/words.ts'
import { useSignIn } from './useSignIn.ts'

/** `over`: whose session ended while they worked; the page stays beneath, and only their password is asked for. */
export function SignIn({ over }: { readonly over?: Session['user'] }) {
  const t = useWords()
  const [known, setKnown] = useState(over !== undefined)
  const form = useSignIn(over)
  const other = () => {
    form.setLogin('')
    setKnown(false)
  }
  return (
    <main className={over ? 'sign-in over' : 'sign-in'} aria-label={t('sign_in.title')}>
      <form className="sign-in-card" onSubmit={form.signIn} data-testid="sign-in">
        <h1>
          <img src="/icon.svg" alt="" width={36} height={36} />
          {t('app.name')}
        </h1>
        <p className="quiet">{t(over ? 'sign_in.expired' : 'sign_in.hint')}</p>
        <ProblemNote error={form.error} />
        {over && known ? <Known user={over} onOther={other} /> : <LoginInput form={form} />}
        <label htmlFor="password">{t('sign_in.password')}</label>
        <Input.Password
          id="password"
          name="password"
          size="large"
          autoComplete="current-password"
          autoFocus={known}
          required
          value={form.password}
          onChange={(event) => form.setPassword(event.target.value)}
        />
        <CodeInput form={form} />
        <Button
          type="primary"
          size="large"
          htmlType="submit"
          loading={form.busy}
          block
          data-testid="sign-in-submit"
        >
          {t('sign_in.submit')}
        </Button>
        {hasPasskeys() && (!form.asksCode || Boolean(form.instead)) && (
          <Button
            size="large"
            loading={form.busy}
            block
            onClick={form.byPasskey}
            data-testid="sign-in-passkey"
          >
            {t(form.instead ? 'passkey.instead' : 'passkey.sign_in')}
          </Button>
        )}
        <NoticeText />
        <OtherLanguage />
      </form>
    </main>
  )
}

interface FormProps {
  readonly form: ReturnType<typeof useSignIn>
}

/** Whose session it was, so that nobody types an account again. */
function Known({ user, onOther }: { readonly user: Session['user']; readonly onOther: () => void }) {
  const t = useWords()
  return (
    <p className="row spread" data-testid="sign-in-known">
      <span>
        <strong>{user.name}</strong> <span className="quiet">{user.login}</span>
        <input type="hidden" name="login" autoComplete="username" value={user.login} readOnly />
      </span>
      <button type="button" className="plain-link" onClick={onOther}>
        {t('sign_in.other')}
      </button>
    </p>
  )
}

function LoginInput({ form }: FormProps) {
  const t = useWords()
  return (
    <>
      <label htmlFor="login">{t('sign_in.login')}</label>
      <Input
        id="login"
        name="login"
        size="large"
        autoComplete="username"
        inputMode="email"
        autoFocus
        required
        value={form.login}
        onChange={(event) => form.setLogin(event.target.value)}
      />
    </>
  )
}

function CodeInput({ form }: FormProps) {
  const t = useWords()
  const { asksCode, codeInput, code, setCode } = form
  if (!asksCode) return null
  return (
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
  )
}

function OtherLanguage() {
  const language = useLanguage()
  return (
    <button type="button" className="plain-link" onClick={() => void speak(language === 'zh' ? 'en' : 'zh')}>
      {language === 'zh' ? 'English' : '中文'}
    </button>
  )
}
