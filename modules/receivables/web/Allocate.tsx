import { useQuery } from '@tanstack/react-query'
import { Button, Drawer, Input } from 'antd'
import { useState } from 'react'
import { typedDecimal } from '../../../web/fields/decimal.ts'
import { useRested } from '../../../web/fields/pickRecords.ts'
import { ProblemNote } from '../../../web/ground/ProblemNote.tsx'
import type { Titles } from '../../../web/ground/records.ts'
import { owedQuery, type BankLine, type Receivable } from './lines.ts'
import { Money, amountText } from './Money.tsx'
import { isMore, leftOf, positive, restOf, sign, spread, sumOf } from './sums.ts'
import { useWords } from './words.ts'

/** By receivable: how much of the payment is for it, as typed. */
type Chosen = ReadonlyMap<string, { readonly row: Receivable; readonly amount: string }>

interface Props {
  readonly line: BankLine
  readonly busy: boolean
  readonly error: unknown
  readonly onMatch: (parts: readonly { readonly receivable: string; readonly amount: string }[]) => void
  readonly onClose: () => void
}

/**
 * One payment for several receivables: their amounts must add up to it, or the rest is left waiting on
 * purpose.
 */
export default function Allocate({ line, busy, error, onMatch, onClose }: Props) {
  const t = useWords()
  const [typed, setTyped] = useState('')
  const [chosen, setChosen] = useState<Chosen>(new Map())
  const { data, error: listError } = useQuery(owedQuery(useRested(typed)))
  const rest = restOf(line)
  const amounts = [...chosen.values()].map((one) => one.amount)
  const left = leftOf(rest, amounts)
  const over = [...chosen.values()].some((one) => isMore(one.amount, one.row.open_amount))
  const valid = chosen.size > 0 && !over && amounts.every((one) => sign(sumOf([one])) > 0) && sign(left) >= 0
  const put = (row: Receivable, amount: string | null) => {
    const next = new Map(chosen)
    if (amount === null) next.delete(row.id)
    else next.set(row.id, { row, amount })
    setChosen(next)
  }
  const found = (data?.items ?? []).filter((row) => row.currency === line.currency && !chosen.has(row.id))
  const toggle = (row: Receivable) => put(row, sign(left) > 0 ? spread(left, [row.open_amount])[0]! : '0.00')
  return (
    <Drawer
      open
      onClose={onClose}
      size={560}
      title={
        <span>
          {String(line.counterparty ?? '') || t('bank.unknown_payer')} ·{' '}
          <Money amount={rest} currency={line.currency} />
        </span>
      }
      className="bank-drawer"
      data-testid="allocate"
      footer={
        <Foot
          line={line}
          amounts={amounts}
          valid={valid}
          busy={busy}
          onSend={() =>
            onMatch([...chosen].map(([receivable, { amount }]) => ({ receivable, amount: sumOf([amount]) })))
          }
        />
      }
    >
      <ProblemNote error={error ?? listError} />
      {chosen.size > 0 && <ChosenList chosen={chosen} titles={data?.titles} onPut={put} />}
      <label htmlFor="owed-search" className="visually-hidden">
        {t('bank.search')}
      </label>
      <Input.Search
        id="owed-search"
        allowClear
        placeholder={t('bank.search')}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      {data && found.length === 0 && <p className="quiet">{t('bank.nothing_open')}</p>}
      <ul className="bank-owed">
        {found.map((row) => (
          <li key={row.id} data-receivable={row.id}>
            <label>
              <input type="checkbox" checked={false} onChange={() => toggle(row)} />{' '}
              <Named row={row} titles={data?.titles} />
            </label>
          </li>
        ))}
      </ul>
    </Drawer>
  )
}

interface FootProps {
  readonly line: BankLine
  readonly amounts: readonly string[]
  readonly valid: boolean
  readonly busy: boolean
  readonly onSend: () => void
}

function Foot({ line, amounts, valid, busy, onSend }: FootProps) {
  const t = useWords()
  const rest = restOf(line)
  const left = leftOf(rest, amounts)
  const off = sign(left)
  return (
    <div className="bank-foot" data-left={left}>
      <span className={off === 0 ? 'bank-fits' : 'bank-off'} role="status">
        {t('bank.sum')} <Money amount={sumOf(amounts)} currency={line.currency} /> ·{' '}
        {off === 0
          ? t('bank.adds_up')
          : t(off > 0 ? 'bank.short_by' : 'bank.over_by', {
              amount: amountText(positive(left), line.currency),
            })}
      </span>
      {valid && off > 0 && (
        <Button loading={busy} data-testid="match-part" onClick={onSend}>
          {t('bank.part', { amount: amountText(left, line.currency) })}
        </Button>
      )}
      <Button
        type="primary"
        size="large"
        loading={busy}
        disabled={!valid || off !== 0}
        data-testid="match-all"
        onClick={onSend}
      >
        {t('bank.allocate', { amount: amountText(rest, line.currency) })}
      </Button>
    </div>
  )
}

interface ChosenListProps {
  readonly chosen: Chosen
  readonly titles: Titles | undefined
  readonly onPut: (row: Receivable, amount: string | null) => void
}

function ChosenList({ chosen, titles, onPut }: ChosenListProps) {
  const t = useWords()
  return (
    <ul className="bank-chosen">
      {[...chosen.values()].map(({ row, amount }) => (
        <li key={row.id} data-chosen={row.id}>
          <label>
            <input type="checkbox" checked onChange={() => onPut(row, null)} />{' '}
            <Named row={row} titles={titles} />
          </label>
          <div className="bank-part">
            <label
              htmlFor={`part-${row.id}`}
              className="visually-hidden"
            >{`${t('bank.this_amount')} ${String(row.number)}`}</label>
            <Input
              id={`part-${row.id}`}
              className="figure-input"
              inputMode="decimal"
              value={amount}
              status={isMore(amount, row.open_amount) ? 'error' : undefined}
              onChange={(event) => onPut(row, typedDecimal(event.target.value) ?? '')}
            />
            {isMore(amount, row.open_amount) && <span className="field-error">{t('bank.too_much')}</span>}
          </div>
        </li>
      ))}
    </ul>
  )
}

function Named({ row, titles }: { readonly row: Receivable; readonly titles: Titles | undefined }) {
  const t = useWords()
  return (
    <span className="bank-named">
      <b>{[row.number, row.name].filter(Boolean).join(' ')}</b>
      <span className="quiet">
        {[
          titles?.[String(row.customer)],
          titles?.[String(row.order)],
          t('bank.open_amount', { amount: amountText(row.open_amount, row.currency) }),
          row.due_on ? t('bank.due', { day: String(row.due_on) }) : '',
        ]
          .filter(Boolean)
          .join(' · ')}
      </span>
    </span>
  )
}
