import { lazyPart } from '../ground/lazyPart.tsx'
import { Suspense } from 'react'
import { EditLong } from './long_text.tsx'
import type { FieldScreen, ShowProps } from './screen.ts'

const Markdown = lazyPart(() => import('./Markdown.tsx'))

const Show = ({ value, compact }: ShowProps) =>
  compact ? (
    <>{String(value)}</>
  ) : (
    <Suspense fallback={String(value)}>
      <Markdown source={String(value)} />
    </Suspense>
  )

export const richText: FieldScreen = { Show, Edit: EditLong, filter: 'text', wide: true, roomy: true }
