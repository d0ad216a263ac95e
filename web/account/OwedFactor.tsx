import { useWords } from '../words/words.ts'
import { AddPasskey } from './AddPasskey.tsx'
import { SetUpFactor } from './SetUpFactor.tsx'

/** Whoever's role wants a second factor, and whose days of grace are over, sets it up. */
export default function OwedFactor() {
  const t = useWords()
  return (
    <div className="record-form">
      <p className="quiet">{t('duty.second_factor_hint')}</p>
      <SetUpFactor start={t('me.totp_start')} />
      <p className="quiet">{t('duty.or_passkey')}</p>
      <AddPasskey />
    </div>
  )
}
