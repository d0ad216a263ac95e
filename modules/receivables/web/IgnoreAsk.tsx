import { Button, Input } from 'antd'
import { useState } from 'react'
import { useWords } from './words.ts'

/** Money that pays no receivable: why. */
export function IgnoreAsk({
  busy,
  onIgnore,
  onCancel,
}: {
  readonly busy: boolean
  readonly onIgnore: (reason: string) => void
  readonly onCancel: () => void
}) {
  const t = useWords()
  const [reason, setReason] = useState('')
  return (
    <div className="bank-ignore" data-testid="ignore">
      <label htmlFor="ignore-why">{t('bank.ignore_why')}</label>
      <div className="row">
        {(['bank.why_interest', 'bank.why_refund', 'bank.why_own'] as const).map((word) => (
          <Button key={word} size="small" data-reason={word} onClick={() => setReason(t(word))}>
            {t(word)}
          </Button>
        ))}
      </div>
      <Input
        id="ignore-why"
        maxLength={200}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <div className="row">
        <Button
          type="primary"
          loading={busy}
          disabled={!reason.trim()}
          data-testid="ignore-sure"
          onClick={() => onIgnore(reason.trim())}
        >
          {t('bank.ignore')}
        </Button>
        <Button onClick={onCancel}>{t('common.cancel')}</Button>
      </div>
    </div>
  )
}
