type Item = Readonly<Record<string, unknown>>

const isNumber = (value: unknown): boolean => value !== null && value !== undefined && value !== ''

const plain = (value: unknown): string => (value === null || value === undefined ? '?' : String(value))

/**
 * A cost item as the sum it was worked out by, in figures and units that read the same in every language.
 * @example howComputed({ kind: 'material', net_weight_kg: '2', unit_price: '5.1', loss_rate: '0.1' }, '10')
 * // '2 kg × 5.1 ÷ (1 − 0.1)'
 */
export function howComputed(item: Item, batch: string): string {
  if (item.kind === 'material')
    return `${plain(item.net_weight_kg)} kg × ${plain(item.unit_price)} ÷ (1 − ${plain(item.loss_rate ?? '0')})`
  if (item.kind === 'machining')
    return `(${plain(item.hours)} h + ${plain(item.setup_hours ?? '0')} h ÷ ${batch}) × ${plain(item.rate)}`
  if (item.kind === 'scrap')
    return `${plain(item.unit_price)} × ${plain(item.loss_rate)} ÷ (1 − ${plain(item.loss_rate)})`
  if (
    isNumber(item.minimum) &&
    Number(item.minimum) / Number(batch) > Number(item.count) * Number(item.unit_price)
  )
    return `${plain(item.minimum)} ÷ ${batch}`
  if (isNumber(item.shared_by)) return `${plain(item.unit_price)} ÷ ${plain(item.shared_by)}`
  return `${plain(item.count)}${item.unit ? ` ${plain(item.unit)}` : ''} × ${plain(item.unit_price)}`
}
