import { z } from 'zod'
import { declare, type FieldKind } from '../field.ts'

export interface Geo {
  readonly latitude: number
  readonly longitude: number
  readonly accuracy_m?: number
}

/** A place on earth, WGS 84 degrees. */
export const geo = declare<Geo>('geo')

export const geoKind: FieldKind = {
  name: 'geo',
  label: { zh: '定位', en: 'Location' },
  column: () => 'jsonb',
  noCell: true,
  feel: 'context',
  protect: 'personal',
  schema: () =>
    z.strictObject({
      latitude: z.number().min(-90).max(90),
      longitude: z.number().min(-180).max(180),
      accuracy_m: z.number().nonnegative().optional(),
    }),
  write: (value) => JSON.stringify(value),
}
