import { Link } from '@tanstack/react-router'
import { Alert } from 'antd'
import { useWords } from '../words/words.ts'
import { useHouse } from '../ground/session.ts'
import { showMoment } from '../ground/when.ts'

/** In the days of grace: until when the second factor is to be set up, on the first page. */
export function FactorReminder() {
  const t = useWords()
  const { session, zone } = useHouse()
  const due = session.user.second_factor_due
  if (!due) return null
  return (
    <Alert
      type="warning"
      showIcon
      role="status"
      data-testid="factor-reminder"
      style={{ marginBottom: 16 }}
      title={t('duty.factor_due', { until: showMoment(due, zone) })}
      description={<Link to="/me">{t('duty.factor_go')}</Link>}
    />
  )
}
