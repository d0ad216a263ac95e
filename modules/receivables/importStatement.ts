import { Decimal } from 'decimal.js'
import {
  bool,
  choice,
  conventionLabels,
  defineAction,
  file,
  refuse,
  type Label,
  type Work,
} from '../../model/index.ts'
import { bankAccount, bankLine, type BankAccount } from './bank.ts'
import { matchWaiting } from './matchWaiting.ts'
import { questionReturns, spending } from './questionReturns.ts'
import {
  lineFingerprint,
  readStatement,
  type Stated,
  type Statement,
  type StatementLine,
} from './statement.ts'
import { statementLayouts, type StatementLayout } from './statementLayouts.ts'

/** Lines of one file; a year of a busy account is a tenth of it. */
const linesMax = 20_000

const { dmy, mdy, ymd, serial1900, serial1904 } = conventionLabels
const orders = { dmy, mdy, ymd, serial1900, serial1904 }
const asked: Label = {
  zh: '对账单本身看不出时才需要',
  en: 'Needed only where the statement itself does not show it',
}

/**
 * Reads a statement in any known layout, adds the lines that are not there yet and matches them. The same
 * file twice, or two that overlap, add nothing. The account is locked, so that two imports at once do not add
 * the same line.
 */
export const importStatement = defineAction(bankAccount, 'import_statement', {
  label: { zh: '导入对账单', en: 'Import statement' },
  style: 'primary',
  input: {
    file: file({
      required: true,
      max: 1,
      label: { zh: '对账单文件（CSV、XLSX）', en: 'Statement (CSV, XLSX)' },
    }),
    decimal: choice(
      { '.': conventionLabels['.'], ',': conventionLabels[','] },
      { label: { zh: '金额写法', en: 'How amounts are written' }, help: asked },
    ),
    date_order: choice(orders, { label: { zh: '日期顺序', en: 'Order of days' }, help: asked }),
    signed: bool({
      label: { zh: '金额没有负数，全部是收入', en: 'No amount is negative: all of it came in' },
    }),
  },
  async run(work, account, input) {
    const statement = readStatement(await work.readSheet(input.file[0]!), {
      layouts: layoutsOf(account),
      stated: statedIn(input),
    })
    if (statement.lines.length > linesMax)
      throw refuse(
        'statement_too_long',
        {
          zh: `一次最多导入 ${linesMax} 笔，请按月分开`,
          en: `At most ${linesMax} lines at once: import it month by month`,
        },
        { field: 'file' },
      )
    const faults: Statement['faults'][number][] = [...statement.faults]
    const lines: Marked[] = []
    for (const line of statement.lines)
      lines.push({ ...line, fingerprint: await fingerprintIn(account, line) })
    const present = await fingerprintsOf(work, lines)
    const fresh = lines.filter((line) => !present.has(line.fingerprint))
    let imported = 0
    for (const line of fresh) {
      if (new Decimal(line.amount).decimalPlaces() > 2)
        faults.push({
          row: line.row,
          column: 'amount',
          sentence: { zh: `金额小数超过两位：${line.amount}`, en: `More than two decimals: ${line.amount}` },
        })
      else imported += await addLine(work, account, line)
    }
    await work.change(bankAccount, account.id, { last_import_at: work.now().toISOString() })
    const matched = await matchWaiting(work, account.id)
    const questioned = await questionReturns(work, account.id)
    const waiting = await work.count(
      bankLine,
      'account = the_account and amount > 0 and state in ("unmatched", "partial")',
      { the_account: account.id },
    )
    const answer = {
      imported,
      already: lines.length - fresh.length,
      faults,
      skipped: statement.skipped.length,
      matched,
      waiting,
      questioned,
      layout: statement.layout,
      warnings: warningsFor(account, statement),
    }
    await work.emit('bank_account.statement_imported', {
      object: 'bank_account',
      record: account.id,
      ...answer,
      file: input.file[0],
    })
    return answer
  },
})

const statedIn = ({
  decimal,
  date_order,
  signed,
}: { readonly [name in keyof Stated]?: Stated[name] | null }): Stated => ({
  decimal: decimal ?? undefined,
  date_order: date_order ?? undefined,
  signed: signed ?? undefined,
})

/** A layout of the company's own is tried beside the shipped ones. */
function layoutsOf(account: BankAccount): readonly StatementLayout[] {
  const own = account.layout as Partial<StatementLayout> | null
  if (!own) return statementLayouts
  if (typeof own.headers !== 'object' || !Array.isArray(own.required) || typeof own.sign !== 'object')
    throw refuse(
      'statement_layout_wrong',
      {
        zh: '账户上保存的对账单版式不完整：需要 headers、required、sign',
        en: 'The layout saved on the account is incomplete: headers, required and sign are needed',
      },
      { field: 'layout' },
    )
  return [
    {
      name: 'own',
      label: { zh: '自定义', en: 'Own' },
      currency: account.currency,
      ...own,
    } as StatementLayout,
    ...statementLayouts,
  ]
}

interface Marked extends StatementLine {
  readonly fingerprint: string
}

/** The database keeps fingerprints unique as a whole; the account is part of ours. */
const fingerprintIn = (account: BankAccount, line: StatementLine): Promise<string> =>
  lineFingerprint({ ...line, account: `${account.id} ${line.account ?? ''}` }, line.ordinal)

async function fingerprintsOf(work: Work, lines: readonly Marked[]): Promise<Set<string>> {
  const present = new Set<string>()
  for (let at = 0; at < lines.length; at += 500)
    for (const row of await work.find(bankLine, {
      where: 'fingerprint in the_prints',
      with: { the_prints: lines.slice(at, at + 500).map((line) => line.fingerprint) },
    }))
      present.add(row.fingerprint)
  return present
}

/** What went out is on record and asks for nobody; what came in waits. */
async function addLine(work: Work, account: BankAccount, line: Marked): Promise<1> {
  const outgoing = new Decimal(line.amount).lte(0)
  await work.create(bankLine, {
    account: account.id,
    booked_on: line.date,
    amount: line.amount,
    currency: line.currency,
    fingerprint: line.fingerprint,
    counterparty: clip(line.counterparty, 200),
    counterparty_account: clip(line.counterparty_account, 60),
    memo: clip(line.memo, 500),
    bank_reference: clip(line.reference, 120),
    balance: line.balance && new Decimal(line.balance).decimalPlaces() <= 2 ? line.balance : null,
    ...(outgoing ? { state: 'ignored' as const, ignored_because: spending } : {}),
  })
  return 1
}

const clip = (text: string | undefined, max: number): string | null => text?.trim().slice(0, max) || null

/** A masked account number agrees where its figures do. */
function warningsFor(account: BankAccount, statement: Statement): Label[] {
  const [ours, theirs] = [account.account_number?.replace(/\s/g, ''), statement.account?.replace(/\s/g, '')]
  if (!ours || !theirs) return []
  const [head = '', tail = ''] = theirs.split(/\*+/)
  const agrees = theirs.includes('*') ? ours.startsWith(head) && ours.endsWith(tail) : ours === theirs
  return agrees
    ? []
    : [
        {
          zh: `对账单账号 ${theirs} 与本账户账号不同，请核对`,
          en: `The statement is of account ${theirs}, which is not this one: please check`,
        },
      ]
}
