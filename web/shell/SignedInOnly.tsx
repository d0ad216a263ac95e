import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Outlet } from '@tanstack/react-router'
import { Spin } from 'antd'
import { useEffect, useState } from 'react'
import { startWork } from '../ground/api.ts'
import { forgetDraftsOfOthers } from '../ground/drafts.ts'
import { listenLive } from '../ground/live.ts'
import { ProblemNote } from '../ground/ProblemNote.tsx'
import { HouseContext, screensQuery, useSession, type House, type Session } from '../ground/session.ts'
import { speak, useLanguage } from '../words/words.ts'
import { DutyScreen } from './DutyScreen.tsx'
import { Frame } from './Frame.tsx'
import { SignIn } from './SignIn.tsx'

/**
 * Lets in who is signed in. When a session ends in the middle of work, sign-in lies over the page and what
 * was typed stays; another person who signs in starts afresh.
 */
export function SignedInOnly() {
  const { data: session, error, isPending } = useSession()
  const [last, setLast] = useState<Session | null>(null)
  if (session && session !== last) setLast(session)
  if (isPending) return <Waiting />
  if (error && !last)
    return (
      <div className="alone">
        <ProblemNote error={error} />
      </div>
    )
  if (!last) return <SignIn />
  if (session?.user.owes) return <DutyScreen session={session} duty={session.user.owes} />
  return (
    <>
      <Inside key={last.user.id} session={last} />
      {!session && <SignIn over={last.user} />}
    </>
  )
}

function Inside({ session }: { readonly session: Session }) {
  const client = useQueryClient()
  const { data: screens, error } = useQuery(screensQuery)
  const language = useLanguage()
  useEffect(() => listenLive(client), [client])
  useEffect(() => {
    startWork()
    forgetDraftsOfOthers(session.user.id)
  }, [session.user.id])
  useEffect(() => {
    const own = session.user.language === 'en' ? 'en' : session.user.language === 'zh' ? 'zh' : undefined
    if (own && own !== language && !localStorage.getItem('language_chosen')) void speak(own)
    // Only when somebody signs in: later the person's own choice counts.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [session.user.id])
  if (error)
    return (
      <div className="alone">
        <ProblemNote error={error} />
      </div>
    )
  if (!screens) return <Waiting />
  const house: House = {
    session,
    screens,
    zone: session.company.zone ?? 'Asia/Shanghai',
    currency: session.company.currency ?? 'CNY',
  }
  return (
    <HouseContext value={house}>
      <Frame>
        <Outlet />
      </Frame>
    </HouseContext>
  )
}

const Waiting = () => (
  <div className="alone" aria-busy="true">
    <Spin />
  </div>
)
