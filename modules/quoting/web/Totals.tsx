import { Value } from '../../../web/record/Value.tsx'
import { useLabel } from '../../../web/words/words.ts'
import type { Bench } from './useBench.ts'
import { useWords } from './words.ts'

const sums = [
  'subtotal',
  'discount_amount',
  'net_amount',
  'tax_amount',
  'total',
  'total_cny',
  'cost_total',
  'margin_percent',
] as const

/** What it all comes to, while it is typed. Costs are in the company's currency, whatever the quote is in. */
export function Totals({ bench }: { readonly bench: Bench }) {
  const t = useWords()
  const label = useLabel()
  const { quoteFields } = bench
  const names = sums.filter(
    (name) => quoteFields[name] && !(name === 'total_cny' && bench.quote.currency === 'CNY'),
  )
  const home = { ...bench.sums, currency: 'CNY' }
  return (
    <section className="card" aria-label={t('quote.totals')} data-testid="totals">
      <h2>{t('quote.totals')}</h2>
      <dl className="bench-totals">
        {names.map((name) => (
          <div key={name} data-total={name} className={name === 'total' ? 'grand' : undefined}>
            <dt>{label(quoteFields[name]!.label, name)}</dt>
            <dd>
              {name === 'margin_percent' && bench.sums.margin_percent === null && bench.lines.length > 0 ? (
                <span className="tag" data-unknown title={t('quote.margin_unknown_why')}>
                  {t('quote.margin_unknown')}
                </span>
              ) : (
                <Value
                  field={quoteFields[name]!}
                  value={bench.sums[name]}
                  record={name === 'total_cny' || name === 'cost_total' ? home : bench.sums}
                />
              )}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
