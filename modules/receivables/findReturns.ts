import { Decimal } from 'decimal.js'
import type { Label } from '../../model/refuse.ts'
import { isSameCompany } from './isSameCompany.ts'
import { numbersIn } from './readEvidence.ts'
import { plainNumber } from './openBook.ts'

/** Money that came in and was posted. */
export interface PostedMoney {
  /** The bank line it came by. */
  readonly line: string
  readonly amount: string
  readonly booked_on: string
  readonly counterparty: string | null
  readonly account: string | null
  /** What it pays still, less what has gone back of it. */
  readonly parts: readonly {
    readonly receivable: string
    readonly amount: string
    readonly numbers: readonly string[]
  }[]
}

export interface Outgoing {
  /** Below nought. */
  readonly amount: string
  readonly booked_on: string
  readonly counterparty: string | null
  readonly account: string | null
  readonly memo: string
}

export interface Return {
  /** The bank line that seems to go back, where it is one. */
  readonly line: string | null
  readonly parts: readonly { readonly receivable: string; readonly amount: string }[]
  readonly reasons: readonly Label[]
}

/** 退汇 and the like, as banks and people write it. */
const BACK = /退汇|退票|退款|退回|退货|冲正|冲销|撤销|返还|多付|return|refund|revers|bounce|reject/i

/**
 * Whether money that goes out seems to take back money that came in: it names the number of what that paid,
 * or goes to the payer with the same amount, or says that it is a return and one posting has just that
 * amount. It is only a question: a person says what it is.
 * @param posted newest first
 */
export function findReturn(out: Outgoing, posted: readonly PostedMoney[]): Return | null {
  const amount = new Decimal(out.amount).abs()
  const before = posted.filter((one) => one.booked_on <= out.booked_on && one.parts.length > 0)
  const equal = before.filter((one) => amount.eq(one.amount))
  const named = new Set(numbersIn(`${out.memo}`).filter((number) => number.length > 4))
  const names = (one: PostedMoney) =>
    one.parts.some((part) => part.numbers.some((number) => named.has(plainNumber(number))))
  const says = BACK.test(out.memo)
  const number = { zh: '附言写明已收款的单号', en: 'The memo names what was paid' }
  const same = { zh: '金额与一笔已认领的收款相同', en: 'The amount is that of a posted payment' }
  const payer = { zh: '收款方就是付款方', en: 'It goes to who had paid' }
  const back = { zh: '摘要写明退款或退汇', en: 'The memo says that money goes back' }
  const cited = equal.find(names) ?? before.find(names)
  if (cited)
    return takenFrom(cited, amount, names(cited) ? named : null, [
      number,
      ...(amount.eq(cited.amount) ? [same] : []),
      ...(says ? [back] : []),
    ])
  const paid = equal.find((one) => isPayer(out, one))
  if (paid) return takenFrom(paid, amount, null, [payer, same, ...(says ? [back] : [])])
  return says && equal.length === 1 ? takenFrom(equal[0]!, amount, null, [back, same]) : null
}

const isPayer = (out: Outgoing, one: PostedMoney): boolean =>
  Boolean(
    (out.account && one.account && plainNumber(out.account) === plainNumber(one.account)) ||
    (out.counterparty && one.counterparty && isSameCompany(out.counterparty, one.counterparty)),
  )

/** What goes back of a payment: from what is named first, and the last of it before the first. */
function takenFrom(
  one: PostedMoney,
  amount: Decimal,
  named: ReadonlySet<string> | null,
  reasons: readonly Label[],
): Return {
  const isNamed = (numbers: readonly string[]) =>
    named === null || numbers.some((number) => named.has(plainNumber(number)))
  const parts = [...one.parts]
    .reverse()
    .sort((a, b) => Number(isNamed(b.numbers)) - Number(isNamed(a.numbers)))
  let left = amount
  const taken = parts.map(({ receivable, amount: held }) => {
    const part = Decimal.min(left, held)
    left = left.minus(part)
    return { receivable, amount: part.toFixed(2) }
  })
  return { line: one.line, parts: taken.filter((part) => new Decimal(part.amount).gt(0)), reasons }
}
