import { Button } from 'antd'
import { RecordLink } from '../../../web/fields/reference.tsx'
import type { Titles } from '../../../web/ground/records.ts'
import { useLabel } from '../../../web/words/words.ts'
import type { BankLine, Receivable, Suggestion } from './lines.ts'
import { amountText } from './Money.tsx'
import { restOf, sign, spread } from './sums.ts'
import { useWords } from './words.ts'

interface Props {
  readonly line: BankLine
  readonly owed: ReadonlyMap<string, Receivable>
  readonly titles: Titles
  readonly busy: boolean
  readonly onMatch: (parts: readonly { readonly receivable: string; readonly amount: string }[]) => void
}

/** What may explain the line, the likeliest first, with the reasons; one press matches it. */
export function Suggestions({ line, owed, titles, busy, onMatch }: Props) {
  const t = useWords()
  const label = useLabel()
  const rest = restOf(line)
  // What has been paid otherwise meanwhile explains nothing any more.
  const alive = (line.suggestions ?? [])
    .filter((one) => one.receivables.every((id) => sign(owed.get(id)?.open_amount ?? '0') > 0))
    .slice(0, 3)
  if (alive.length === 0) return <p className="quiet bank-none">{t('bank.no_suggestion')}</p>
  const parts = (one: Suggestion) => {
    const amounts = spread(
      rest,
      one.receivables.map((id) => owed.get(id)?.open_amount ?? null),
    )
    return one.receivables
      .map((receivable, at) => ({ receivable, amount: amounts[at]! }))
      .filter((part) => sign(part.amount) > 0)
  }
  return (
    <ul className="bank-suggestions">
      {alive.map((one, at) => (
        <li key={one.receivables.join()} data-suggestion={at}>
          <div className="bank-for">
            {one.receivables.map((id) => {
              const row = owed.get(id)!
              return (
                <div key={id}>
                  <RecordLink
                    object="receivable"
                    id={id}
                    title={[row.number, row.name].filter(Boolean).join(' ')}
                  />{' '}
                  <span className="quiet">
                    {[
                      titles[String(row.customer)],
                      t('bank.open_amount', { amount: amountText(row.open_amount, row.currency) }),
                    ]
                      .filter(Boolean)
                      .join(' · ')}
                  </span>
                </div>
              )
            })}
            <div className="bank-why">
              {at === 0 && <span className="tag">{t('bank.best')}</span>}
              <span>{t('bank.sure', { n: Math.round(one.score * 100) })}</span>
              {one.reasons.map((reason) => (
                <span key={reason.zh}>{label(reason)}</span>
              ))}
            </div>
          </div>
          <Button
            type={at === 0 ? 'primary' : 'default'}
            disabled={busy}
            data-action="match"
            onClick={() => onMatch(parts(one))}
          >
            {t('bank.match')}
          </Button>
        </li>
      ))}
    </ul>
  )
}
