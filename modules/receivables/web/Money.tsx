import { moneyText } from '../../../model/moneyText.ts'

/** @example amountText('1234.5', 'CNY') // '¥1,234.50' */
export const amountText = (amount: string | null | undefined, currency: string): string =>
  amount === null || amount === undefined ? '—' : moneyText(amount, currency)

export const Money = ({
  amount,
  currency,
}: {
  readonly amount: string | null | undefined
  readonly currency: string
}) => <span className="figure">{amountText(amount, currency)}</span>
