import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ProblemNote } from '../ground/ProblemNote.tsx'
import { useWords } from '../words/words.ts'
import { NoticeForm } from './NoticeForm.tsx'
import { RetentionForm } from './RetentionForm.tsx'
import { TraceForm } from './TraceForm.tsx'
import { rulesQuery } from './privacy.ts'

/** What the company tells people of their data, who is noted to have read it, and how long it stays. */
export function PrivacyScreen() {
  const t = useWords()
  const { data, error } = useQuery(rulesQuery)
  return (
    <div className="page narrow-page">
      <p className="crumbs">
        <Link to="/studio">{t('nav.studio')}</Link>
      </p>
      <h1>{t('privacy.title')}</h1>
      <ProblemNote error={error} />
      {data && (
        <div className="record-main">
          <NoticeForm rules={data} />
          <TraceForm rules={data} />
          <RetentionForm rules={data} />
        </div>
      )}
    </div>
  )
}
