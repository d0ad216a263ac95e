/** The currency that the company counts in: its rate is 1 and no other's is. */
export const homeCurrency = 'CNY'

export const currencies = {
  CNY: { zh: '人民币', en: 'CNY' },
  USD: { zh: '美元', en: 'USD' },
  EUR: { zh: '欧元', en: 'EUR' },
  JPY: { zh: '日元', en: 'JPY' },
} as const
