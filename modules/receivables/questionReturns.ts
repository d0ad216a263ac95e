import { Decimal } from 'decimal.js'
import { addDays, moneyText, type Work } from '../../model/index.ts'
import { bankLine, type BankLine } from './bank.ts'
import { findReturn, type PostedMoney, type Return } from './findReturns.ts'
import { allocation } from './payment.ts'
import { receivable, type Receivable } from './receivable.ts'
import { byId, numbersOf } from './receivableNumbers.ts'
import { returnReach } from './terms.ts'
import { whoAnswers } from '../leads/index.ts'

/** Why a line that goes out asks for nobody. */
export const spending = '支出'

/**
 * Looks at what went out of an account: what seems to take a posted payment back is questioned, with a task
 * for finance. Nothing is posted by itself, and the receivable stays paid until a person has confirmed.
 * Answers how many were questioned.
 */
export async function questionReturns(work: Work, account: string): Promise<number> {
  const out = await work.find(bankLine, {
    where:
      'account = the_account and amount < 0 and state = "ignored" and ignored_because = the_reason and booked_on >= date(the_day)',
    with: {
      the_account: account,
      the_reason: spending,
      the_day: addDays(work.today(), -work.term(returnReach).number),
    },
    sort: 'booked_on',
  })
  if (out.length === 0) return 0
  const [posted, credits] = [await postedMoney(work), await creditsNow(work)]
  const taken = new Set<string>()
  let questioned = 0
  for (const line of out) {
    const found =
      findReturn(
        {
          amount: line.amount,
          booked_on: line.booked_on,
          counterparty: line.counterparty,
          account: line.counterparty_account,
          memo: [line.memo, line.bank_reference].filter(Boolean).join(' '),
        },
        posted.filter((one) => !taken.has(one.line)),
      ) ?? creditFor(line, credits)
    if (!found) continue
    if (found.line) taken.add(found.line)
    await question(work, line, found)
    questioned++
  }
  return questioned
}

async function postedMoney(work: Work): Promise<PostedMoney[]> {
  const given = await work.find(allocation, {
    where: 'received_on >= date(the_day)',
    with: { the_day: addDays(work.today(), -2 * work.term(returnReach).number) },
    sort: '-received_on',
  })
  const rows = await byId(
    work,
    'receivable',
    given.map((one) => one.receivable),
  )
  const lines = await byId(
    work,
    'bank_line',
    given.map((one) => one.bank_line),
  )
  const numbers = await numbersOf(work, [...rows.values()] as unknown as Receivable[])
  const posted: PostedMoney[] = []
  for (const line of lines.values()) {
    if (new Decimal(line.amount).lte(0)) continue
    const parts = given.filter(
      (one) =>
        one.bank_line === line.id &&
        new Decimal(one.amount).gt(0) &&
        new Decimal(rows.get(one.receivable)?.received ?? 0).gt(0),
    )
    posted.push({
      line: line.id,
      amount: line.amount,
      booked_on: line.booked_on,
      counterparty: line.counterparty,
      account: line.counterparty_account,
      parts: parts.map((one) => ({
        receivable: one.receivable,
        amount: Decimal.min(one.amount, rows.get(one.receivable)!.received!).toFixed(2),
        numbers: numbers(rows.get(one.receivable) as unknown as Receivable),
      })),
    })
  }
  return posted.sort((a, b) => (a.booked_on < b.booked_on ? 1 : -1))
}

const creditsNow = (work: Work): Promise<Receivable[]> =>
  work.find(receivable, { where: 'credit > 0', sort: '-created_at', limit: 1000 })

/** Money that goes out in the amount of a credit is likely its refund. */
function creditFor(line: BankLine, credits: readonly Receivable[]): Return | null {
  const equal = credits.filter(
    (one) =>
      new Decimal(one.credit ?? 0).eq(new Decimal(line.amount).abs()) && one.currency === line.currency,
  )
  if (equal.length !== 1) return null
  return {
    line: null,
    parts: [{ receivable: equal[0]!.id, amount: new Decimal(line.amount).abs().toFixed(2) }],
    reasons: [{ zh: '金额等于一笔待退客户款', en: 'The amount is that of a credit to be refunded' }],
  }
}

async function question(work: Work, line: BankLine, found: Return): Promise<void> {
  const suggestion = {
    receivables: found.parts.map((part) => part.receivable),
    amounts: found.parts.map((part) => part.amount),
    score: 0.9,
    reasons: found.reasons,
  }
  await work.change(bankLine, line.id, {
    state: 'questioned',
    ignored_because: null,
    suggestions: [suggestion],
    returns: found.line,
  })
  if (found.line) await work.change(bankLine, found.line, { questioned: true })
  await work.emit('bank_line.questioned', {
    object: 'bank_line',
    record: line.id,
    returns: found.line,
    parts: found.parts,
  })
  const person = await whoAnswers(work, 'receivables')
  const amount = moneyText(new Decimal(line.amount).abs().toFixed(2), line.currency)
  if (person)
    await work.openTask({
      title: {
        zh: `疑似退款 ${amount}（${line.counterparty ?? ''} ${line.memo ?? ''}）：原收款已核销，请核实`,
        en: `${amount} seems to go back (${line.counterparty ?? ''} ${line.memo ?? ''}): the payment had been posted, please check`,
      },
      kind: 'money_back',
      verb: 'return_money',
      assignee: person,
      object: bankLine,
      record: line.id,
      key: 'money_back',
    })
}
