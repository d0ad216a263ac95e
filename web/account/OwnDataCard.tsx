import { Button } from 'antd'
import { useState } from 'react'
import { NoticeText } from '../ground/NoticeText.tsx'
import { download } from '../ground/api.ts'
import { ProblemNote } from '../ground/ProblemNote.tsx'
import { useWords } from '../words/words.ts'

/** What the house holds of who asks, to take along. */
export function OwnDataCard() {
  const t = useWords()
  const [error, setError] = useState<unknown>()
  const take = () => {
    setError(undefined)
    download('/me/data').catch(setError)
  }
  return (
    <section className="card record-form" data-testid="own-data">
      <h2>{t('privacy.own')}</h2>
      <p className="quiet">{t('privacy.own_hint')}</p>
      <NoticeText />
      <ProblemNote error={error} />
      <div>
        <Button onClick={take}>{t('privacy.own_take')}</Button>
      </div>
    </section>
  )
}
