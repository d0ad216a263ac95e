import type { ContentType } from './contentType.ts'

const office = 'application/vnd.openxmlformats-officedocument.'

/** What a zip is, by the names of the parts that lie near its beginning. */
export function zipTypeOf(head: Buffer): ContentType | undefined {
  const text = head.toString('latin1')
  if (text.startsWith('PK\x05\x06')) return { type: 'application/zip', extension: 'zip', kind: 'archive' }
  if (!text.startsWith('PK\x03\x04')) return undefined
  const names = [...text.matchAll(/PK\x03\x04[\s\S]{22}([\s\S]{2})[\s\S]{2}/g)].map((found) => {
    const length = (found[1] ?? '').charCodeAt(0) + (found[1] ?? '').charCodeAt(1) * 256
    return text.slice(found.index + 30, found.index + 30 + length)
  })
  const begins = (prefix: string) => names.some((name) => name.startsWith(prefix))
  const declared = /^PK[\s\S]{28}mimetype([\x20-\x7e]+?)(?=PK|$)/.exec(text)?.[1] ?? ''
  if (declared.startsWith('application/vnd.oasis.opendocument.spreadsheet'))
    return { type: 'application/vnd.oasis.opendocument.spreadsheet', extension: 'ods', kind: 'sheet' }
  if (declared.startsWith('application/vnd.oasis.opendocument.text'))
    return { type: 'application/vnd.oasis.opendocument.text', extension: 'odt', kind: 'document' }
  if (begins('xl/')) return { type: `${office}spreadsheetml.sheet`, extension: 'xlsx', kind: 'sheet' }
  if (begins('word/'))
    return { type: `${office}wordprocessingml.document`, extension: 'docx', kind: 'document' }
  if (begins('ppt/'))
    return { type: `${office}presentationml.presentation`, extension: 'pptx', kind: 'document' }
  if (begins('3D/')) return { type: 'model/3mf', extension: '3mf', kind: 'unknown' }
  return { type: 'application/zip', extension: 'zip', kind: 'archive' }
}
