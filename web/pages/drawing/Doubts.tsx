import { DiffOutlined, WarningOutlined } from '@ant-design/icons'
import type { ReactNode } from 'react'
import type { FullRecord } from '../../shell/records.ts'
import { useLabel, useWords } from '../../words/words.ts'
import { findGaps, tellWarnings, type Measured } from './measured.ts'

/** What contradicts, first, then what the measuring was not sure of. */
export function Doubts({ record, measured }: { readonly record: FullRecord; readonly measured: Measured }) {
  const t = useWords()
  const label = useLabel()
  const { doubts, differences } = tellWarnings(record.warnings, measured)
  const gaps = findGaps(record).map(({ what, ...gap }) => t(`drawing.gap_${what}`, gap))
  const contradictions = [...differences, ...gaps]
  return (
    <>
      {contradictions.length > 0 && <List kind="differences" icon={<DiffOutlined />} title={t('drawing.differs')} lines={contradictions} />}
      {doubts.length > 0 && <List kind="doubts" icon={<WarningOutlined />} title={t(record.stage === 'failed' ? 'drawing.failed' : 'drawing.warnings')} lines={doubts.map((one) => label(one))} />}
    </>
  )
}

function List({ kind, icon, title, lines }: { readonly kind: string; readonly icon: ReactNode; readonly title: string; readonly lines: readonly string[] }) {
  return (
    <div className={`drawing-doubts ${kind}`} data-testid={kind}>
      <h3>{icon} {title}</h3>
      <ul>{lines.map((line) => <li key={line}>{line}</li>)}</ul>
    </div>
  )
}
