import { fieldsOf } from '../../../web/ground/definitions.ts'
import type { FullRecord } from '../../../web/ground/records.ts'
import { useScreens } from '../../../web/ground/session.ts'
import { Doubts } from './Doubts.tsx'
import './drawing.css'
import { Features } from './Features.tsx'
import { Figures } from './Figures.tsx'
import { readMeasured } from './measured.ts'
import { Pictures } from './Pictures.tsx'
import { useWords } from './words.ts'

/** The part as it was measured: what it looks like, its figures, and what an engineer should look at. */
export default function DrawingPanel({ record }: { readonly record: FullRecord }) {
  const t = useWords()
  const screens = useScreens()
  const object = screens.objects.drawing
  if (!object) return null
  const measured = readMeasured(record.measurement)
  const fields = fieldsOf(screens, object)
  return (
    <section className="card drawing" aria-label={t('drawing.preview')} data-testid="preview">
      <h2>{t('drawing.preview')}</h2>
      <Doubts record={record} measured={measured} fields={fields} />
      <div className="drawing-body">
        <div className="drawing-picture">
          <Pictures record={record} />
        </div>
        <Figures record={record} fields={fields} measured={measured} />
      </div>
      <Features measured={measured} />
    </section>
  )
}
