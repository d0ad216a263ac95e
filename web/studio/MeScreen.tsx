import { Button, Input } from 'antd'
import { useState, type FormEvent } from 'react'
import { call } from '../shell/api.ts'
import { ProblemNote } from '../shell/ProblemNote.tsx'
import { useSay } from '../shell/say.tsx'
import { useHouse } from '../shell/session.ts'
import { useLabel, useWords } from '../words/words.ts'

/** A person's own: who one is here, the password, the second factor. */
export function MeScreen() {
  const t = useWords()
  const label = useLabel()
  const { session, screens } = useHouse()
  return (
    <div className="page narrow-page">
      <h1>{t('me.title')}</h1>
      <div className="record-main">
        <section className="card facts"><dl>
          {([['me.name', session.user.name], ['me.login', session.user.login], ['me.department', session.user.department_name ?? '—'], ['me.roles', session.user.roles.map((role) => label(screens.roles[role]?.label, role)).join(t('common.comma'))]] as const).map(([word, text]) => <div className="fact" key={word}><dt>{t(word)}</dt><dd>{text}</dd></div>)}
        </dl></section>
        <Password />
        <SecondFactor />
      </div>
    </div>
  )
}

function Password() {
  const t = useWords()
  const say = useSay()
  const [old, setOld] = useState('')
  const [fresh, setFresh] = useState('')
  const [error, setError] = useState<unknown>()
  const save = async (event: FormEvent) => {
    event.preventDefault()
    setError(undefined)
    try {
      await call('POST', '/session/password', { body: { old, new: fresh } })
      setOld('')
      setFresh('')
      say.done(t('me.password_changed'))
    } catch (failed) {
      setError(failed)
    }
  }
  return (
    <form className="card record-form" onSubmit={(event) => void save(event)}>
      <h2>{t('me.password')}</h2><ProblemNote error={error} />
      <div className="field-row"><label htmlFor="old">{t('me.old_password')}</label><Input.Password id="old" autoComplete="current-password" value={old} onChange={(event) => setOld(event.target.value)} /></div>
      <div className="field-row"><label htmlFor="fresh">{t('me.new_password')}</label><Input.Password id="fresh" autoComplete="new-password" value={fresh} onChange={(event) => setFresh(event.target.value)} /></div>
      <div><Button htmlType="submit" type="primary" disabled={!old || !fresh}>{t('common.save')}</Button></div>
    </form>
  )
}

function SecondFactor() {
  const t = useWords()
  const say = useSay()
  const [offer, setOffer] = useState<{ secret: string; url: string }>()
  const [code, setCode] = useState('')
  const [error, setError] = useState<unknown>()
  const attempt = async (what: () => Promise<void>) => {
    setError(undefined)
    await what().then(() => setCode(''), setError)
  }
  /** One that is in force is replaced only with a code of it: the refusal opens the place to type it. */
  const propose = () => attempt(async () => setOffer(await call('POST', '/session/totp', { body: code ? { code } : {} })))
  const confirm = () => attempt(async () => {
    await call('POST', '/session/totp/confirm', { body: { code } })
    setOffer(undefined)
    say.done(t('me.totp_on'))
  })
  const typing = <Input aria-label={t('sign_in.code')} placeholder={t('sign_in.code')} inputMode="numeric" autoComplete="one-time-code" style={{ width: 180 }} value={code} onChange={(event) => setCode(event.target.value)} />
  return (
    <section className="card record-form">
      <h2>{t('me.totp')}</h2><p className="quiet">{t('me.totp_hint')}</p><ProblemNote error={error} />
      {!offer ? <div className="row">{error !== undefined && typing}<Button onClick={() => void propose()}>{t('me.totp_start')}</Button></div> : (
        <>
          <p className="mono">{offer.secret}</p><p><a href={offer.url}>{t('me.totp_open')}</a></p>
          <div className="row">{typing}<Button type="primary" onClick={() => void confirm()}>{t('common.save')}</Button></div>
        </>
      )}
    </section>
  )
}
