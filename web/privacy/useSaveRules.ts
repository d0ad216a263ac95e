import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../ground/api.ts'
import { noticeQuery } from '../ground/notice.ts'
import { useSay } from '../ground/say.tsx'
import { useWords } from '../words/words.ts'
import { rulesQuery, type PrivacyRules } from './privacy.ts'

/** Saves some of the rules; what the server refuses is said beside the form. */
export function useSaveRules() {
  const t = useWords()
  const say = useSay()
  const client = useQueryClient()
  const [error, setError] = useState<unknown>()
  const save = async (change: object) => {
    setError(undefined)
    try {
      client.setQueryData(
        rulesQuery.queryKey,
        await call<PrivacyRules>('PUT', '/settings/privacy', { body: change }),
      )
      await client.invalidateQueries({ queryKey: noticeQuery.queryKey })
      say.done(t('privacy.saved'))
    } catch (failed) {
      setError(failed)
    }
  }
  return { save, error }
}
