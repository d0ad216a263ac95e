import { useQueryClient } from '@tanstack/react-query'
import type { InputRef } from 'antd'
import { useRef, useState, type FormEvent } from 'react'
import { answerByPasskey, askedOf, withPasskey } from '../account/passkeys.ts'
import { call, settleSignIn } from '../ground/api.ts'
import { forgetDraftsOfOthers } from '../ground/drafts.ts'
import { asProblem } from '../ground/problem.ts'
import { sessionQuery, type Session } from '../ground/session.ts'

/**
 * Signing in by password, with a code or a passkey where the house asks for more.
 * @param at who was at work here when their session ended
 */
export function useSignIn(at: Session['user'] | undefined) {
  const client = useQueryClient()
  const [login, setLogin] = useState(at?.login ?? '')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [asksCode, setAsksCode] = useState(false)
  /** What a passkey is asked for where a code is, too. */
  const [instead, setInstead] = useState<unknown>()
  const [error, setError] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const codeInput = useRef<InputRef>(null)

  function enter(session: Session) {
    const same = at?.id === session.user.id
    localStorage.setItem('signed_in', 'yes')
    forgetDraftsOfOthers(session.user.id)
    client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' && !same })
    client.setQueryData(sessionQuery.queryKey, session)
    settleSignIn(same)
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
  return {
    login,
    setLogin,
    password,
    setPassword,
    code,
    setCode,
    asksCode,
    instead,
    error,
    busy,
    codeInput,
    signIn: (event: FormEvent) => {
      event.preventDefault()
      void attempt(() =>
        withPasskey((shown) => send({ ...(asksCode ? { code: code.trim() } : {}), ...shown })),
      )
    },
    byPasskey: () =>
      void attempt(async () =>
        instead
          ? send({ passkey: await answerByPasskey(instead) })
          : call<Session>('POST', '/session/passkey', {
              body: {
                passkey: await answerByPasskey(await call('POST', '/session/passkey/ask', { body: {} })),
              },
            }),
      ),
  }
}
