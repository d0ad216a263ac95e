import type { Titles } from '../../../web/ground/records.ts'
import { FieldRow } from '../../../web/record/FieldRow.tsx'
import { Value } from '../../../web/record/Value.tsx'
import { useLabel } from '../../../web/words/words.ts'
import type { Bench } from './useBench.ts'
import { useWords } from './words.ts'

const terms = [
  'customer',
  'contact',
  'opportunity',
  'valid_until',
  'delivery_days',
  'committed_days',
  'payment_terms',
  'currency',
  'exchange_rate',
  'discount_percent',
  'tax_rate',
  'price_includes_tax',
  'special_clause',
  'special_terms',
] as const

/** To whom, until when and on what terms. */
export function Terms({ bench, titles }: { readonly bench: Bench; readonly titles: Titles | undefined }) {
  const t = useWords()
  const label = useLabel()
  const { quote, quoteFields, may } = bench
  const needless = (name: string) =>
    (name === 'exchange_rate' && quote.currency === 'CNY') ||
    (name === 'special_terms' && quote.special_clause !== true)
  const names = terms.filter((name) => quoteFields[name] && !needless(name))
  return (
    <section className="card" aria-label={t('quote.terms')}>
      <h2>{t('quote.terms')}</h2>
      <div className="bench-terms">
        {names.map((name) => {
          const field = quoteFields[name]!
          if (may)
            return (
              <FieldRow
                key={name}
                name={name}
                field={field}
                value={quote[name] ?? null}
                record={quote}
                titles={titles}
                onChange={(value) => bench.put(name, value)}
              />
            )
          return (
            <div key={name} className="field-row" data-field={name}>
              <span className="label">{label(field.label, name)}</span>
              <span>
                <Value field={field} value={quote[name]} record={quote} titles={titles} />
              </span>
            </div>
          )
        })}
      </div>
    </section>
  )
}
