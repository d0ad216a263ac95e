import { call } from '../shell/api.ts'

/** Lays a change over a definition and publishes it: everybody works with it from that moment. */
export async function publish(kind: 'object' | 'role', name: string, overlay: object): Promise<void> {
  await call('PUT', `/definitions/${kind}/${name}`, { body: overlay })
  await call('POST', `/definitions/${kind}/${name}/publish`, { body: {} })
}

/** An API name out of what a person types; company fields start with `x_`. Chinese leaves nothing to make one of. */
export function apiName(label: string, prefix = 'x_'): string {
  const plain = label.normalize('NFKD').toLowerCase().replaceAll(/[^a-z0-9]+/g, '_').replaceAll(/^_+|_+$/g, '')
  return plain && /^[a-z]/.test(plain) ? `${prefix}${plain}`.slice(0, 50) : ''
}
