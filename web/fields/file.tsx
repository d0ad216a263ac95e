import { lazyPart } from '../ground/lazyPart.tsx'
import { Suspense } from 'react'
import { useWords } from '../words/words.ts'
import type { PickerProps } from './FilePicker.tsx'
import type { FieldScreen, ShowProps } from './screen.ts'

const FilePicker = lazyPart(() => import('./FilePicker.tsx'))

function Show({ value }: ShowProps) {
  const t = useWords()
  const ids = value as string[]
  return (
    <span className="chips">
      {ids.map((id, at) => (
        <a className="chip" key={id} href={`/api/files/${id}`} download>
          {ids.length > 1 ? t('field.file_n', { n: at + 1 }) : t('field.file')}
        </a>
      ))}
    </span>
  )
}

export const EditFiles = (props: PickerProps) => (
  <Suspense fallback={null}>
    <FilePicker {...props} />
  </Suspense>
)

export const file: FieldScreen = { Show, Edit: EditFiles, wide: true, ofOne: true }
