import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Select, Spin } from 'antd'
import { useState } from 'react'
import { NotFound } from '../../../web/ground/NotFound.tsx'
import { ProblemNote } from '../../../web/ground/ProblemNote.tsx'
import { fewQuery, type Titles } from '../../../web/ground/records.ts'
import { useScreens } from '../../../web/ground/session.ts'
import { Tabs } from '../../../web/record/Tabs.tsx'
import './bank.css'
import { Counters } from './Counters.tsx'
import { ImportStatement } from './ImportStatement.tsx'
import { LineCard } from './LineCard.tsx'
import { linesQuery, suggestedQuery, type Receivable, type Tab } from './lines.ts'
import { useWords } from './words.ts'

/**
 * Money in the bank and what it pays: statements in, certain lines closed by rule, the others here, likeliest
 * first.
 */
export default function BankMatching() {
  const t = useWords()
  const navigate = useNavigate()
  const { objects } = useScreens()
  const search = useSearch({ strict: false }) as { account?: string; tab?: string }
  const accounts = useQuery({
    ...fewQuery('bank_account', { limit: 100 }),
    enabled: Boolean(objects.bank_account),
  })
  const tab: Tab = search.tab === 'matched' || search.tab === 'ignored' ? search.tab : 'waiting'
  if (!objects.bank_line || !objects.bank_account) return <NotFound />
  const all = accounts.data?.items ?? []
  const account = search.account ?? (all.length === 1 ? all[0]!.id : undefined)
  const go = (next: { account?: string | undefined; tab?: Tab }) =>
    void navigate({ to: '/bank' as '/', search: { account, tab, ...next } as never, replace: true })
  return (
    <div className="page bank" data-testid="bank">
      <header className="record-head">
        <h1>{t('bank.title')}</h1>
        <div className="row bank-bar">
          <Select
            className="bank-account"
            aria-label={t('bank.account')}
            data-testid="account"
            allowClear
            placeholder={t('bank.all_accounts')}
            value={account}
            virtual={false}
            onChange={(next) => go({ account: next })}
            options={all.map((one) => ({
              value: one.id,
              label: String(one.name),
              'data-option': String(one.name),
            }))}
          />
          <ImportStatement account={account} />
        </div>
      </header>
      {accounts.data && all.length === 0 && (
        <p className="quiet">
          {t('bank.no_account')}{' '}
          {objects.bank_account.may.create && (
            <Link to="/o/$object/new" params={{ object: 'bank_account' }}>
              {t('bank.new_account')}
            </Link>
          )}
        </p>
      )}
      <ProblemNote error={accounts.error} />
      <Counters />
      <Tabs
        active={tab}
        onChange={(next) => go({ tab: next as Tab })}
        tabs={(['waiting', 'matched', 'ignored'] as const).map((one) => ({
          key: one,
          label: t(`bank.tab_${one}`),
          content: <Lines key={`${one}${account}`} tab={one} account={account} />,
        }))}
      />
    </div>
  )
}

function Lines({ tab, account }: { readonly tab: Tab; readonly account: string | undefined }) {
  const t = useWords()
  const [limit, setLimit] = useState(50)
  const { data, error } = useQuery(linesQuery(tab, account, limit))
  const ids =
    tab === 'waiting'
      ? [
          ...new Set(
            (data?.items ?? []).flatMap((line) =>
              (line.suggestions ?? []).slice(0, 3).flatMap((one) => one.receivables),
            ),
          ),
        ].slice(0, 200)
      : []
  const suggested = useQuery(suggestedQuery(ids))
  if (error) return <ProblemNote error={error} />
  if (!data)
    return (
      <div className="alone" aria-busy="true">
        <Spin />
      </div>
    )
  if (data.items.length === 0)
    return (
      <div className="empty" data-testid="no-lines">
        <h2>{t(tab === 'waiting' ? 'bank.none_waiting' : 'bank.none_here')}</h2>
        {tab === 'waiting' && <p>{t('bank.none_waiting_hint')}</p>}
      </div>
    )
  const owed = new Map((suggested.data?.items ?? []).map((row): [string, Receivable] => [row.id, row]))
  const titles: Titles = data.titles ?? {}
  return (
    <>
      <p className="quiet" data-testid="tab-count">
        {t('list.count', { n: `${data.count ?? data.items.length}${data.count_capped ? '+' : ''}` })}
      </p>
      <ul className="bank-lines">
        {data.items.map((line) => (
          <LineCard
            key={line.id}
            line={line}
            titles={titles}
            owed={owed}
            owedTitles={suggested.data?.titles ?? {}}
          />
        ))}
      </ul>
      {data.next && (
        <p className="list-foot">
          <Button onClick={() => setLimit(limit + 50)}>{t('list.load_more')}</Button>
        </p>
      )}
    </>
  )
}
