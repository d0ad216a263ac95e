import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { StoredFile } from '../../fields/uploadFile.ts'
import { Tabs } from '../../record/Tabs.tsx'
import { call } from '../../shell/api.ts'
import { ProblemNote } from '../../shell/ProblemNote.tsx'
import type { FullRecord } from '../../shell/records.ts'
import { useWords } from '../../words/words.ts'
import { Model } from './Model.tsx'
import { picturesOf, type Picture } from './pictures.ts'
import { Sheet } from './Sheet.tsx'

/** What there is to see of the drawing: the model to turn, its flat pattern, the sheet. */
export function Pictures({ record }: { readonly record: FullRecord }) {
  const t = useWords()
  const [tab, setTab] = useState<string>()
  const { data, error } = useQuery({ queryKey: ['files', 'drawing', record.id], queryFn: () => call<{ items: readonly StoredFile[] }>('GET', '/files', { query: { object: 'drawing', record: record.id } }) })
  if (error) return <ProblemNote error={error} />
  const pictures = picturesOf(data?.items ?? [])
  const name = String(record.name ?? '')
  const shown = (picture: Picture) => (picture.kind === 'model' ? <Model key={picture.file.id} file={picture.file.id} name={name} /> : <Sheet key={picture.file.id} picture={picture} name={name} />)
  if (pictures.length === 0) return <p className="drawing-none" aria-busy={data ? undefined : true}>{data && t(record.stage === 'measuring' || record.stage === 'received' ? 'drawing.measuring' : 'drawing.no_picture')}</p>
  if (pictures.length === 1) return shown(pictures[0]!)
  return <Tabs tabs={pictures.map((picture) => ({ key: picture.kind, label: t(`drawing.${picture.kind}`), content: shown(picture) }))} active={tab ?? pictures[0]!.kind} onChange={setTab} />
}
