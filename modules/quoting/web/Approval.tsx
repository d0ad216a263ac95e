import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Label } from '../../../model/refuse.ts'
import { sayRows } from '../../../model/sayRow.ts'
import { shortPercent } from '../../../web/fields/decimal.ts'
import { call } from '../../../web/ground/api.ts'
import { readLines } from '../../../web/record/sentences.ts'
import { useLabel } from '../../../web/words/words.ts'
import { approvalFacts, type PricedLine } from '../pricing/approvalFacts.ts'
import type { Preview } from './preview.ts'
import type { Bench } from './useBench.ts'
import { type Word, useWords } from './words.ts'
import { zh } from './zh.ts'

interface Running {
  readonly items: readonly {
    readonly status: string
    readonly open: readonly {
      readonly assignee: string
      readonly node_label: Label | null
      readonly mine: boolean
    }[]
  }[]
  readonly names: Readonly<Record<string, string>>
}

/** Who will have to agree and why, before it is submitted; who is being asked, after. */
export function Approval({
  bench,
  preview,
}: {
  readonly bench: Bench
  readonly preview: Preview | undefined
}) {
  const t = useWords()
  const { quote } = bench
  return (
    <section
      className="card"
      aria-label={t(quote.stage === 'draft' ? 'quote.approval' : 'quote.reasons')}
      data-testid="approval"
    >
      <h2>{t(quote.stage === 'draft' ? 'quote.approval' : 'quote.reasons')}</h2>
      {quote.stage === 'draft' ? <Expected bench={bench} preview={preview} /> : <Asked bench={bench} />}
    </section>
  )
}

function Expected({ bench, preview }: { readonly bench: Bench; readonly preview: Preview | undefined }) {
  const t = useWords()
  const label = useLabel()
  const { quote, lines } = bench
  const reasons = sayRows(
    preview?.because,
    (bench.quoteFields.approval_because?.sentences ?? {}) as Readonly<Record<string, Label>>,
  ).map((one) => label(one))
  const said = (name: string) => (`quote.level_${name}` in zh ? t(`quote.level_${name}` as Word) : name)
  return (
    <>
      {preview && (
        <p className="bench-levels" data-levels={preview.levels.join(' ')}>
          {preview.levels.length === 0 ? (
            t('quote.no_approval')
          ) : (
            <>
              {t('quote.asks')}{' '}
              {preview.levels.map((level, at) => (
                <span key={level}>
                  {at > 0 && t('quote.then')}
                  <b data-level={level}>{said(level)}</b>
                </span>
              ))}
            </>
          )}
        </p>
      )}
      {reasons.length > 0 && (
        <ul className="missing" data-testid="approval-because">
          {reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      )}
      <Facts lines={lines} quote={quote} />
      {quote.special_clause === true && <p className="quiet">{t('quote.copy_tech')}</p>}
      <p className="quiet hint-small">{t(preview ? 'quote.approval_saved' : 'quote.rule_on_submit')}</p>
    </>
  )
}

/** What the rule will judge, from what is typed, by the function with which the server works it out. */
function Facts({ lines, quote }: { readonly lines: Bench['lines']; readonly quote: Bench['quote'] }) {
  const t = useWords()
  const facts = factsOf(lines, quote)
  if (!facts) return null
  const known =
    quote.delivery_days !== null &&
    quote.committed_days !== null &&
    quote.delivery_days !== undefined &&
    quote.committed_days !== undefined
  return (
    <dl className="bench-facts">
      <div data-fact="discount">
        <dt>{t('quote.fact_discount')}</dt>
        <dd>{shortPercent(facts.discount)}%</dd>
      </div>
      <div data-fact="deviation">
        <dt>{t('quote.fact_deviation')}</dt>
        <dd>{shortPercent(facts.deviation)}%</dd>
      </div>
      <div data-fact="late">
        <dt>{t('quote.fact_late')}</dt>
        <dd>{t(facts.late ? 'quote.late_yes' : known ? 'quote.late_no' : 'quote.late_unknown')}</dd>
      </div>
      {facts.without_base && (
        <div data-fact="without_base">
          <dt>{t('quote.without_base')}</dt>
          <dd />
        </div>
      )}
    </dl>
  )
}

/** Half-typed figures say nothing yet. */
function factsOf(lines: Bench['lines'], quote: Bench['quote']) {
  const text = (value: unknown) =>
    value === null || value === undefined || value === '' ? null : String(value)
  try {
    const priced = lines.map((line): PricedLine => ({
      base_price: text(line.base_price),
      discount_percent: text(line.discount_percent),
      agreed_price: text(line.agreed_price),
      delivery_days: text(line.delivery_days),
      reference_from: text(line.reference_from),
      ...(text(line.reference_price) === null ? {} : { reference_price: text(line.reference_price) }),
    }))
    return approvalFacts(priced, {
      discount_percent: text(quote.discount_percent),
      delivery_days: text(quote.delivery_days),
      committed_days: text(quote.committed_days),
    })
  } catch {
    return null
  }
}

function Asked({ bench: { quote, quoteFields } }: { readonly bench: Bench }) {
  const t = useWords()
  const label = useLabel()
  const { data } = useQuery({
    queryKey: ['record', 'quote', quote.id, 'processes'],
    enabled: quote.stage === 'submitted',
    queryFn: () =>
      call<Running>('GET', '/processes', { query: { object: 'quote', record: String(quote.id) } }),
  })
  const open = data?.items.find((one) => one.status === 'running')?.open ?? []
  const reasons = readLines(quoteFields.approval_reasons, quote.approval_reasons, quote, label)
  return (
    <>
      {reasons.length > 0 ? (
        <ul className="missing" data-testid="approval-because">
          {reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      ) : (
        <p className="quiet">{t('quote.no_approval')}</p>
      )}
      {open.length > 0 && (
        <p data-testid="asked">
          {t('quote.waiting_for', {
            who: open
              .map((one) => data?.names[one.assignee] ?? '')
              .filter(Boolean)
              .join(t('common.comma')),
            node: label(open[0]!.node_label ?? undefined),
          })}
          {open.some((one) => one.mine) && (
            <>
              {' '}
              <Link to="/inbox" data-testid="answer-approval">
                {t('quote.answer_it')}
              </Link>
            </>
          )}
        </p>
      )}
    </>
  )
}
