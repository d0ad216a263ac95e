import { lazyPart } from '../ground/lazyPart.tsx'
import { Suspense } from 'react'
import { useWords } from '../words/words.ts'
import type { EditProps, FieldScreen, ShowProps } from './screen.ts'

const SignaturePad = lazyPart(() => import('./SignaturePad.tsx'))

function Show({ value, compact }: ShowProps) {
  const t = useWords()
  return compact ? (
    <>{t('field.signed')}</>
  ) : (
    <img className="signature" src={`/api/files/${String(value)}?inline=1`} alt={t('field.signature')} />
  )
}

const Edit = (props: EditProps) => (
  <Suspense fallback={null}>
    <SignaturePad {...props} />
  </Suspense>
)

export const signature: FieldScreen = { Show, Edit, wide: true, roomy: true, ofOne: true }
