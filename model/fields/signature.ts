import { z } from 'zod'
import { declare, type FieldKind } from '../field.ts'

/** A handwritten signature: the id of the picture file that the pad made. */
export const signature = declare<string>('signature')

export const signatureKind: FieldKind = {
  name: 'signature',
  label: { zh: '签名', en: 'Signature' },
  column: () => 'uuid',
  files: true,
  noCell: true,
  feel: 'string',
  protect: 'personal',
  schema: () => z.uuid(),
}
