import { atLeast, currencySign, grouped } from '../../fields/decimal.ts'

/** @example moneyText('1234.5', 'CNY') // '¥1,234.50' */
export const moneyText = (amount: string | null | undefined, currency: string): string => (amount === null || amount === undefined ? '—' : `${currencySign(currency)}${grouped(atLeast(amount, 2))}`)

export const Money = ({ amount, currency }: { readonly amount: string | null | undefined; readonly currency: string }) => <span className="figure">{moneyText(amount, currency)}</span>
