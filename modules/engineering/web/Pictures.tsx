import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { StoredFile } from '../../../web/fields/uploadFile.ts'
import { call } from '../../../web/ground/api.ts'
import { ProblemNote } from '../../../web/ground/ProblemNote.tsx'
import type { FullRecord } from '../../../web/ground/records.ts'
import { Tabs } from '../../../web/record/Tabs.tsx'
import { Model } from './Model.tsx'
import { picturesOf, type Picture } from './pictures.ts'
import { Sheet } from './Sheet.tsx'
import { useWords } from './words.ts'

/** What there is to see of the drawing: the model to turn, its flat pattern, the sheet. */
export function Pictures({ record }: { readonly record: FullRecord }) {
  const t = useWords()
  const [tab, setTab] = useState<string>()
  const { data, error } = useQuery({
    queryKey: ['files', 'drawing', record.id],
    queryFn: () =>
      call<{ items: readonly StoredFile[] }>('GET', '/files', {
        query: { object: 'drawing', record: record.id },
      }),
  })
  if (error) return <ProblemNote error={error} />
  const pictures = picturesOf(data?.items ?? [])
  const name = String(record.name ?? '')
  const shown = (picture: Picture) =>
    picture.kind === 'model' ? (
      <Model key={picture.file.id} file={picture.file.id} name={name} />
    ) : (
      <Sheet key={picture.file.id} picture={picture} name={name} />
    )
  if (pictures.length === 0)
    return (
      <p className="drawing-none" aria-busy={data ? undefined : true}>
        {data &&
          t(
            record.stage === 'measuring' || record.stage === 'received'
              ? 'drawing.measuring'
              : 'drawing.no_picture',
          )}
      </p>
    )
  if (pictures.length === 1) return shown(pictures[0]!)
  return (
    <Tabs
      tabs={pictures.map((picture) => ({
        key: picture.kind,
        label: t(`drawing.${picture.kind}`),
        content: shown(picture),
      }))}
      active={tab ?? pictures[0]!.kind}
      onChange={setTab}
    />
  )
}
