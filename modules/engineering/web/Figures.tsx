import { screenOf } from '../../../web/fields/kinds.ts'
import { isEmpty } from '../../../web/fields/screen.ts'
import type { AnyField } from '../../../web/ground/definitions.ts'
import type { FullRecord } from '../../../web/ground/records.ts'
import { Value } from '../../../web/record/Value.tsx'
import { useLabel } from '../../../web/words/words.ts'
import { readable, type Measured } from './measured.ts'
import { useWords } from './words.ts'

/** A sheet of paper has a size and words, but no body: what is counted on it says nothing of the part. */
const bodiless = new Set(['box', 'bends', 'holes'])
const shown = [
  'box',
  'thickness_mm',
  'mass_kg',
  'title_weight_kg',
  'bends',
  'holes',
  'cut_length_mm',
  'pierces',
  'net_area_mm2',
  'area_mm2',
  'volume_mm3',
] as const

/** What was measured, each as the definition names it; what the file does not tell is left out. */
export function Figures({
  record,
  fields,
  measured,
}: {
  readonly record: FullRecord
  readonly fields: Readonly<Record<string, AnyField>>
  readonly measured: Measured
}) {
  const t = useWords()
  const label = useLabel()
  const { process, kind } = measured
  return (
    <dl className="drawing-figures" data-testid="figures">
      {fields.process && process && (
        <div data-figure="process">
          <dt>{t('drawing.process')}</dt>
          <dd>
            <Value field={fields.process} value={process.kind} />{' '}
            <span className="quiet">
              {t('drawing.confidence', { percent: Math.round(process.confidence * 100) })}
            </span>
            <small className="quiet">{label(process.reason)}</small>
          </dd>
        </div>
      )}
      {shown
        .filter((name) => (kind !== 'pdf' || !bodiless.has(name)) && fields[name] && !isEmpty(record[name]))
        .map((name) => (
          <div key={name} data-figure={name}>
            <dt>{label(fields[name]!.label, name)}</dt>
            <dd>
              {screenOf(fields[name]!).filter === 'range' ? (
                <span className="figure" title={String(record[name])}>
                  {readable(record[name])}
                </span>
              ) : (
                <Value field={fields[name]!} value={record[name]} record={record} />
              )}
            </dd>
          </div>
        ))}
    </dl>
  )
}
