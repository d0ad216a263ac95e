import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { call } from '../ground/api.ts'
import { countDrafts } from '../ground/drafts.ts'
import { MenuButton } from '../ground/MenuButton.tsx'
import { useSay } from '../ground/say.tsx'
import { useHouse } from '../ground/session.ts'
import { speak, useLanguage, useWords } from '../words/words.ts'
import { signOut } from './signOut.ts'

/** Who is signed in; language, password, sign out. */
export function PersonMenu() {
  const t = useWords()
  const language = useLanguage()
  const client = useQueryClient()
  const navigate = useNavigate()
  const say = useSay()
  const { session } = useHouse()

  async function switchLanguage() {
    const next = language === 'zh' ? 'en' : 'zh'
    localStorage.setItem('language_chosen', 'yes')
    await speak(next)
    await call('PATCH', '/session', { body: { language: next } }).catch(() => {})
    void client.invalidateQueries({
      predicate: ({ queryKey }) => queryKey[0] !== 'session' && queryKey[0] !== 'definitions',
    })
  }
  const out = () => {
    const unsaved = countDrafts(session.user.id)
    if (unsaved === 0) return void signOut()
    say.ask({
      title: t('me.out_unsaved', { n: unsaved }),
      more: t('me.out_unsaved_more'),
      ok: t('me.sign_out'),
      danger: true,
      onOk: signOut,
    })
  }
  return (
    <MenuButton
      look="round"
      label={t('me.menu', { name: session.user.name })}
      testId="person-menu"
      groups={[
        {
          key: 'who',
          label: (
            <>
              {session.user.name}
              <br />
              {session.user.department_name ?? session.user.login}
            </>
          ),
          items: [
            { key: 'me', label: t('me.title'), onClick: () => void navigate({ to: '/me' }) },
            {
              key: 'language',
              label: language === 'zh' ? 'English' : '中文',
              onClick: () => void switchLanguage(),
            },
            { key: 'out', label: t('me.sign_out'), onClick: out },
          ],
        },
      ]}
    >
      <span className="face big" aria-hidden>
        {session.user.name.slice(0, 1)}
      </span>
    </MenuButton>
  )
}
