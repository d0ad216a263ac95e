import { z } from 'zod'
import { declare, type FieldKind } from '../field.ts'

/** Uploaded files, by id, at most `max` of them (20 unless told). A single id may stand without its list. */
export const file = declare<string[]>('file')
/** Pictures, by file id; shown as pictures. */
export const image = declare<string[]>('image')

const attachment = (name: string, label: FieldKind['label']): FieldKind => ({
  name,
  label,
  column: () => 'uuid[]',
  files: true,
  noCell: true,
  feel: 'list',
  schema: (field) =>
    z
      .union([z.array(z.uuid()).max((field as { max?: number }).max ?? 20), z.uuid()])
      .transform((ids) => (Array.isArray(ids) ? ids : [ids]))
      .meta({ override: { type: 'array', items: { type: 'string', format: 'uuid' } } }),
})

export const fileKind = attachment('file', { zh: '附件', en: 'Files' })
export const imageKind = attachment('image', { zh: '图片', en: 'Pictures' })
