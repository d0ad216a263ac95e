import { FilePdfOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import type { StoredFile } from '../../../web/fields/uploadFile.ts'
import { call } from '../../../web/ground/api.ts'
import { useWords } from './words.ts'

/** The paper of the quote, where it has been printed. It is made a moment after the approval. */
export function QuotePdf({ id, stage }: { readonly id: string; readonly stage: unknown }) {
  const t = useWords()
  const printed = stage === 'approved' || stage === 'sent' || stage === 'accepted'
  const { data } = useQuery({
    queryKey: ['files', 'quote', id],
    queryFn: () =>
      call<{ items: readonly StoredFile[] }>('GET', '/files', { query: { object: 'quote', record: id } }),
    enabled: printed,
    refetchInterval: ({ state }) =>
      state.data?.items.some((file) => file.purpose === 'quotation') || state.dataUpdateCount > 20
        ? false
        : 1500,
  })
  const paper = data?.items.find((file) => file.purpose === 'quotation')
  if (paper)
    return (
      <a
        className="bench-pdf"
        href={`/api/files/${paper.id}?inline=1`}
        target="_blank"
        rel="noopener"
        data-testid="quote-pdf"
      >
        <FilePdfOutlined /> {paper.name}
      </a>
    )
  return <span className="quiet">{t(printed ? 'quote.pdf_making' : 'quote.pdf_soon')}</span>
}
