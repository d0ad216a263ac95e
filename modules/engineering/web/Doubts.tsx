import { DiffOutlined, WarningOutlined } from '@ant-design/icons'
import type { ReactNode } from 'react'
import type { Label } from '../../../model/refuse.ts'
import type { AnyField } from '../../../web/ground/definitions.ts'
import type { FullRecord } from '../../../web/ground/records.ts'
import { useLabel } from '../../../web/words/words.ts'
import { Failed } from './Failed.tsx'
import { findGaps, tellDoubts, type Measured } from './measured.ts'
import { useWords } from './words.ts'

/** What contradicts, first, then what the measuring was not sure of. */
export function Doubts({
  record,
  measured,
  fields,
}: {
  readonly record: FullRecord
  readonly measured: Measured
  readonly fields: Readonly<Record<string, AnyField>>
}) {
  const t = useWords()
  const label = useLabel()
  const { doubts, differences } = tellDoubts(
    record,
    measured,
    (fields.differences?.sentences ?? {}) as Readonly<Record<string, Label>>,
  )
  const gaps = findGaps(record).map(({ what, ...gap }) => t(`drawing.gap_${what}`, gap))
  const contradictions = [...differences.map((one) => label(one)), ...gaps]
  return (
    <>
      {contradictions.length > 0 && (
        <List
          kind="differences"
          icon={<DiffOutlined />}
          title={t('drawing.differs')}
          lines={contradictions}
        />
      )}
      {record.stage === 'failed' ? (
        <Failed record={record} why={doubts.map((one) => label(one))} />
      ) : (
        doubts.length > 0 && (
          <List
            kind="doubts"
            icon={<WarningOutlined />}
            title={t('drawing.warnings')}
            lines={doubts.map((one) => label(one))}
          />
        )
      )}
    </>
  )
}

function List({
  kind,
  icon,
  title,
  lines,
}: {
  readonly kind: string
  readonly icon: ReactNode
  readonly title: string
  readonly lines: readonly string[]
}) {
  return (
    <div className={`drawing-doubts ${kind}`} data-testid={kind}>
      <h3>
        {icon} {title}
      </h3>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </div>
  )
}
