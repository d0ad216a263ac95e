import { call } from '../ground/api.ts'

type Body = Readonly<Record<string, unknown>>

/**
 * Lays a change over what the company changed before and publishes it: everybody works with it from that
 * moment. A saved draft is the company's whole overlay, so what is there is read first and kept.
 */
export async function publish(kind: 'object' | 'role', name: string, change: Body): Promise<void> {
  const { overlay, draft } = await call<{ overlay: Body | null; draft: Body | null }>(
    'GET',
    `/definitions/${kind}/${name}`,
  )
  await call('PUT', `/definitions/${kind}/${name}`, { body: laidOver(draft ?? overlay ?? {}, change) })
  await call('POST', `/definitions/${kind}/${name}/publish`, { body: {} })
}

/** Key by key, the newer word counts; a null stays, because in an overlay it takes something shipped away. */
export function laidOver(below: Body, above: Body): Body {
  const merged = Object.entries(above).map(([key, value]) => [
    key,
    isBody(value) && isBody(below[key]) ? laidOver(below[key], value) : value,
  ])
  return { ...below, ...Object.fromEntries(merged) }
}

const isBody = (value: unknown): value is Body =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * An API name out of what a person types; company fields start with `x_`. Chinese leaves nothing to make one
 * of.
 */
export function apiName(label: string, prefix = 'x_'): string {
  const plain = label
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
  return plain && /^[a-z]/.test(plain) ? `${prefix}${plain}`.slice(0, 50) : ''
}
