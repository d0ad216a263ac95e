import { reference } from './reference.tsx'
import type { FieldScreen } from './screen.ts'

export const department: FieldScreen = {
  ...reference,
  Show: ({ value, titles }) => <>{titles?.[String(value)] ?? '—'}</>,
}
