import { Link } from '@tanstack/react-router'
import { useWords } from '../words/words.ts'
import { AlertsCard } from './AlertsCard.tsx'
import { UploadsCard } from './UploadsCard.tsx'
import { WatchRulesCard } from './WatchRulesCard.tsx'

/**
 * For administrators: what was unusual, from which number on they are told, and how much a person may upload.
 */
export function WatchScreen() {
  const t = useWords()
  return (
    <div className="page narrow-page">
      <p className="crumbs">
        <Link to="/studio">{t('nav.studio')}</Link>
      </p>
      <h1>{t('watch.title')}</h1>
      <div className="record-main">
        <AlertsCard />
        <WatchRulesCard />
        <UploadsCard />
      </div>
    </div>
  )
}
