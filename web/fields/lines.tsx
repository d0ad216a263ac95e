import { lazyPart } from '../ground/lazyPart.tsx'
import { Suspense } from 'react'
import { useWords } from '../words/words.ts'
import { linesParts } from './linesParts.ts'
import type { EditProps, FieldScreen, ShowProps } from './screen.ts'

const LinesTable = lazyPart(() => linesParts.table())
const LinesEditor = lazyPart(() => linesParts.editor())

function Show({ value, field, titles, compact }: ShowProps) {
  const t = useWords()
  const rows = Array.isArray(value) ? value : []
  if (compact) return <>{t('field.rows', { n: rows.length })}</>
  return (
    <Suspense fallback={t('common.loading')}>
      <LinesTable rows={rows} of={String(field.of)} by={String(field.by)} titles={titles} />
    </Suspense>
  )
}

const Edit = (props: EditProps) => (
  <Suspense fallback={null}>
    <LinesEditor {...props} />
  </Suspense>
)

export const lines: FieldScreen = {
  Show,
  Edit,
  wide: true,
  roomy: true,
  ofOne: true,
  rows: true,
  asks: 'code',
}
