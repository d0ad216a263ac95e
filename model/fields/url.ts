import { z } from 'zod'
import { declare, type FieldKind } from '../field.ts'

/** A web address, http or https only. */
export const url = declare<string>('url')

export const urlKind: FieldKind = {
  name: 'url',
  label: { zh: '网址', en: 'Web address' },
  column: () => 'text',
  feel: 'string',
  schema: () =>
    z
      .string()
      .trim()
      .max(2000)
      .pipe(z.url({ protocol: /^https?$/ }))
      .meta({ override: { type: 'string', format: 'uri' } }),
  fromText: (cell) => (/^[\w.-]+\.[a-z]{2,}(\/|$)/i.test(cell) ? `https://${cell}` : cell),
}
