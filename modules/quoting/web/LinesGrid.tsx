import { CopyOutlined, DeleteOutlined, DownOutlined, PlusOutlined, RightOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { Fragment, useState } from 'react'
import { screenOf } from '../../../web/fields/kinds.ts'
import type { Titles } from '../../../web/ground/records.ts'
import { useNarrow } from '../../../web/ground/useNarrow.ts'
import { Wide } from '../../../web/ground/Wide.tsx'
import { useLabel } from '../../../web/words/words.ts'
import { CostPanel } from './CostPanel.tsx'
import { LineCell } from './LineCell.tsx'
import { MarginCell } from './MarginCell.tsx'
import type { Preview } from './preview.ts'
import type { Bench } from './useBench.ts'
import { useWords } from './words.ts'

const typedColumns = [
  'item_code',
  'name',
  'quantity',
  'unit',
  'base_price',
  'discount_percent',
  'agreed_price',
] as const
const figureColumns = ['price', 'amount', 'cost'] as const

interface Props {
  readonly bench: Bench
  readonly quote: string
  readonly titles: Titles | undefined
  readonly preview: Preview | undefined
  readonly maySeeCost: boolean
}

/** The lines, typed in place; every line opens to what it costs and why. */
export function LinesGrid({ bench, quote, titles, preview, maySeeCost }: Props) {
  const t = useWords()
  const narrow = useNarrow()
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set())
  const toggle = (at: number) =>
    setOpen(new Set(open.has(at) ? [...open].filter((one) => one !== at) : [...open, at]))
  const shared = { bench, quote, titles, preview, open, toggle, maySeeCost }
  return (
    <section className="card bench-lines" aria-label={t('quote.lines')} data-testid="bench-lines">
      <h2>{t('quote.lines')}</h2>
      {bench.lines.length === 0 ? (
        <p className="quiet">{t(bench.may ? 'quote.no_lines' : 'quote.no_lines_readonly')}</p>
      ) : narrow ? (
        <Cards {...shared} />
      ) : (
        <Table {...shared} />
      )}
      {bench.may && (
        <Button type="dashed" icon={<PlusOutlined />} onClick={bench.addLine} data-testid="add-line">
          {t('quote.add_line')}
        </Button>
      )}
    </section>
  )
}

interface Shared extends Props {
  readonly open: ReadonlySet<number>
  readonly toggle: (at: number) => void
}

function Table({ bench, open, toggle, ...rest }: Shared) {
  const t = useWords()
  const label = useLabel()
  const { lineFields, lines } = bench
  const known = (names: readonly string[]) => names.filter((name) => lineFields[name])
  const columns = [...known(typedColumns), ...known(figureColumns)]
  return (
    <Wide label={t('quote.lines')}>
      <table className="plain-table bench-table">
        <thead>
          <tr>
            <th scope="col">#</th>
            {columns.map((name) => (
              <th key={name} scope="col" className={screenOf(lineFields[name]!).align}>
                {label(lineFields[name]!.label, name)}
              </th>
            ))}
            {rest.maySeeCost && (
              <th scope="col" className="right">
                {t('quote.margin')}
              </th>
            )}
            <th scope="col">
              <span className="visually-hidden">{t('lines.tools')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line, at) => (
            <Fragment key={String(line.id ?? at)}>
              <tr data-line={at} data-id={String(line.id ?? '')}>
                <td className="nowrap">
                  <Opener at={at} open={open.has(at)} toggle={toggle} />
                </td>
                {columns.map((name) => (
                  <td key={name} data-field={name} className={screenOf(lineFields[name]!).align}>
                    <LineCell bench={bench} at={at} name={name} titles={rest.titles} />
                  </td>
                ))}
                {rest.maySeeCost && (
                  <td className="right" data-field="margin_percent">
                    <MarginCell figures={bench.figuresOf(at)} preview={rest.preview} />
                  </td>
                )}
                <td className="nowrap">{bench.may && <Tools bench={bench} at={at} />}</td>
              </tr>
              {open.has(at) && (
                <tr className="bench-open">
                  <td colSpan={columns.length + 3}>
                    <CostPanel bench={bench} at={at} {...rest} />
                  </td>
                </tr>
              )}
            </Fragment>
          ))}
        </tbody>
      </table>
    </Wide>
  )
}

function Cards({ bench, open, toggle, ...rest }: Shared) {
  const label = useLabel()
  const t = useWords()
  const { lineFields, lines } = bench
  const names = ['name', 'item_code', ...typedColumns.slice(2), ...figureColumns].filter(
    (name) => lineFields[name],
  )
  return lines.map((line, at) => (
    <fieldset
      className="line-card"
      key={String(line.id ?? at)}
      data-line={at}
      data-id={String(line.id ?? '')}
    >
      <legend>
        <Opener at={at} open={open.has(at)} toggle={toggle} />
      </legend>
      <div className="bench-card">
        {names.map((name) => (
          <div key={name} data-field={name} className={name === 'name' ? 'bench-wide' : undefined}>
            <span className="label quiet">{label(lineFields[name]!.label, name)}</span>
            <LineCell bench={bench} at={at} name={name} titles={rest.titles} />
          </div>
        ))}
        {rest.maySeeCost && (
          <div data-field="margin_percent">
            <span className="label quiet">{t('quote.margin')}</span>
            <MarginCell figures={bench.figuresOf(at)} preview={rest.preview} />
          </div>
        )}
      </div>
      {bench.may && <Tools bench={bench} at={at} />}
      {open.has(at) && <CostPanel bench={bench} at={at} {...rest} />}
    </fieldset>
  ))
}

function Opener({
  at,
  open,
  toggle,
}: {
  readonly at: number
  readonly open: boolean
  readonly toggle: (at: number) => void
}) {
  const t = useWords()
  return (
    <button
      type="button"
      className="plain-link"
      aria-expanded={open}
      aria-label={t(open ? 'quote.close_costs' : 'quote.open_costs', { n: at + 1 })}
      data-testid={`open-line-${at}`}
      onClick={() => toggle(at)}
    >
      {open ? <DownOutlined /> : <RightOutlined />} {at + 1}
    </button>
  )
}

function Tools({ bench, at }: { readonly bench: Bench; readonly at: number }) {
  const t = useWords()
  return (
    <span className="line-tools">
      <Button
        type="text"
        icon={<CopyOutlined />}
        aria-label={t('lines.copy', { n: at + 1 })}
        onClick={() => bench.copyLine(at)}
      />
      <Button
        type="text"
        danger
        icon={<DeleteOutlined />}
        aria-label={t('lines.remove', { n: at + 1 })}
        onClick={() => bench.removeLine(at)}
      />
    </span>
  )
}
