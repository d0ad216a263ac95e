import { useQuery } from '@tanstack/react-query'
import type { AnyField } from '../ground/definitions.ts'
import { useHouse } from '../ground/session.ts'

/**
 * Which fields of a form show, by their `shown_when`. The expression language is fetched only where a form
 * uses it.
 */
export function useShown(
  fields: Readonly<Record<string, AnyField>>,
  values: Readonly<Record<string, unknown>>,
): (name: string) => boolean {
  const { screens, zone } = useHouse()
  const conditional = Object.entries(fields).filter(([, field]) => field.shown_when)
  const { data } = useQuery({
    queryKey: ['expression'],
    enabled: conditional.length > 0,
    queryFn: () => import('./shownWhen.ts'),
    staleTime: Infinity,
  })
  return (name) => {
    const condition = fields[name]?.shown_when
    return (
      !condition || !data || data.isShown({ condition, fields, values, kinds: screens.field_kinds, zone })
    )
  }
}
