import { pointer } from './reference.tsx'
import type { FieldScreen } from './screen.ts'

export const department: FieldScreen = {
  ...pointer,
  to: 'department',
  Show: ({ value, titles }) => <>{titles?.[String(value)] ?? '—'}</>,
}
