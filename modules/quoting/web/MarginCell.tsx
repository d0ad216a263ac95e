import { shortPercent } from '../../../web/fields/decimal.ts'
import type { Preview } from './preview.ts'
import type { Values } from './useBench.ts'
import { useWords } from './words.ts'

/**
 * What a line keeps, beside the least it must keep where that is known; with a price and no known cost it is
 * unknown, and says so.
 */
export function MarginCell({
  figures,
  preview,
}: {
  readonly figures: Values
  readonly preview: Preview | undefined
}) {
  const t = useWords()
  const margin = figures.margin_percent
  if (typeof margin !== 'string' && typeof figures.price === 'string')
    return (
      <span className="tag" data-figure="margin_percent" data-unknown title={t('quote.margin_unknown_why')}>
        {t('quote.margin_unknown')}
      </span>
    )
  if (typeof margin !== 'string')
    return (
      <span className="quiet" aria-hidden>
        —
      </span>
    )
  const floor = preview?.lines.find((one) => one.line === figures.id)
  const below = floor?.below === true
  const hint =
    preview && floor?.min_price
      ? t(below ? 'quote.below_floor' : 'quote.margin_floor', {
          floor: preview.floor,
          price: floor.min_price,
        })
      : undefined
  return (
    <span className="figure" data-figure="margin_percent" data-below={below} title={hint}>
      <span className={below ? 'tag tag-late' : undefined}>{shortPercent(margin)}%</span>
      {hint && below && preview && (
        <>
          <span className="bench-hint" aria-hidden>
            &lt; {preview.floor}%
          </span>
          <span className="bench-hint" aria-hidden>
            ≥ {floor!.min_price}
          </span>
          <span className="visually-hidden">{hint}</span>
        </>
      )}
    </span>
  )
}
