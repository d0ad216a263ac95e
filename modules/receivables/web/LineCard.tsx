import { Button } from 'antd'
import { Suspense, useState } from 'react'
import { lazyPart } from '../../../web/ground/lazyPart.tsx'
import { ProblemNote } from '../../../web/ground/ProblemNote.tsx'
import type { Titles } from '../../../web/ground/records.ts'
import { useSay } from '../../../web/ground/say.tsx'
import { IgnoreAsk } from './IgnoreAsk.tsx'
import type { BankLine, Receivable } from './lines.ts'
import { Money, amountText } from './Money.tsx'
import { Suggestions } from './Suggestions.tsx'
import { restOf, sign } from './sums.ts'
import { useLineVerb } from './useLineVerb.ts'
import { useWords } from './words.ts'

const Allocate = lazyPart(() => import('./Allocate.tsx'))

interface Props {
  readonly line: BankLine
  readonly titles: Titles
  readonly owed: ReadonlyMap<string, Receivable>
  readonly owedTitles: Titles
}

/** One movement of money: what it says, what it may pay, and what to do with it. */
export function LineCard({ line, titles, owed, owedTitles }: Props) {
  const t = useWords()
  const say = useSay()
  const { run, busy, error } = useLineVerb(line.id)
  const [open, setOpen] = useState<'choose' | 'ignore'>()
  const waiting = isWaiting(line)
  const match = (allocations: readonly object[]) =>
    void run('match', { allocations }, t('bank.done')).then((done) => done && setOpen(undefined))
  const unmatch = () =>
    say.ask({
      title: t('bank.unmatch'),
      more: t('bank.unmatch_sure'),
      ok: t('bank.unmatch'),
      danger: true,
      onOk: () => run('unmatch', {}, t('bank.undone')),
    })
  return (
    <li className="card bank-line" data-line={line.id} data-state={line.state}>
      <Movement line={line} account={titles[String(line.account)]} />
      <ProblemNote error={error} />
      {waiting && (
        <Suggestions line={line} owed={owed} titles={owedTitles} busy={busy !== undefined} onMatch={match} />
      )}
      <Standing line={line} />
      {open === 'ignore' && (
        <IgnoreAsk
          busy={busy === 'ignore'}
          onIgnore={(reason) => void run('ignore', { reason }, t('bank.tab_ignored'))}
          onCancel={() => setOpen(undefined)}
        />
      )}
      <div className="row bank-verbs">
        {waiting && (
          <Button data-action="choose" onClick={() => setOpen('choose')}>
            {t('bank.choose')}
          </Button>
        )}
        {line.state === 'unmatched' && open !== 'ignore' && (
          <Button data-action="ignore" onClick={() => setOpen('ignore')}>
            {t('bank.ignore')}
          </Button>
        )}
        {(line.state === 'matched' || line.state === 'partial') && (
          <Button danger loading={busy === 'unmatch'} data-action="unmatch" onClick={unmatch}>
            {t('bank.unmatch')}
          </Button>
        )}
        {line.state === 'ignored' && (
          <Button
            loading={busy === 'reopen'}
            data-action="reopen"
            onClick={() => void run('reopen', {}, t('bank.reopen'))}
          >
            {t('bank.reopen')}
          </Button>
        )}
      </div>
      {open === 'choose' && (
        <Suspense fallback={null}>
          <Allocate
            line={line}
            busy={busy === 'match'}
            error={error}
            onMatch={match}
            onClose={() => setOpen(undefined)}
          />
        </Suspense>
      )}
    </li>
  )
}

const isWaiting = ({ state }: BankLine) => state === 'unmatched' || state === 'partial'

function Movement({ line, account }: { readonly line: BankLine; readonly account: string | undefined }) {
  const t = useWords()
  const partly = sign(line.allocated ?? '0') > 0
  return (
    <div className="bank-head">
      <div>
        <b>{String(line.counterparty ?? '') || t('bank.unknown_payer')}</b>
        <p>{[line.booked_on, line.memo, account].filter(Boolean).join(' · ')}</p>
      </div>
      <div className="bank-amount">
        <b data-figure="amount">
          <Money amount={line.amount} currency={line.currency} />
        </b>
        {partly && isWaiting(line) && (
          <span className="quiet">{t('bank.rest', { amount: amountText(restOf(line), line.currency) })}</span>
        )}
      </div>
    </div>
  )
}

/** What became of it, where that is settled. */
function Standing({ line }: { readonly line: BankLine }) {
  const t = useWords()
  return (
    <>
      {line.state === 'matched' && (
        <p className="quiet">
          {t('bank.matched', { amount: amountText(line.allocated, line.currency) })} ·{' '}
          {t(line.matched_by === 'rule' ? 'bank.by_rule' : 'bank.by_person')}
        </p>
      )}
      {line.state === 'ignored' && typeof line.ignored_because === 'string' && (
        <p className="quiet">{line.ignored_because}</p>
      )}
    </>
  )
}
