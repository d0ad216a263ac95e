import type { Definitions } from '../../model/index.ts'
import type { JsonSchema } from './fieldSchema.ts'
import { idempotent, inPath, object, operation, string } from './operation.ts'

const anything = { type: 'object' } as const

const call = {
  tag: 'outside',
  status: 201,
  parameters: [idempotent],
  body: anything,
  answer: object({ instance: { type: ['string', 'null'] }, reason: string }),
  open: true,
} as const

/**
 * What others call: intakes, public pages and hooks of the company, and what watches the house.
 * @example outsidePaths(definitions)['/api/hooks/{name}']
 */
export function outsidePaths({ intakes, links }: Definitions): Readonly<Record<string, JsonSchema>> {
  const [channels, pages] = [Object.keys(intakes), Object.keys(links)]
  const open = channels.filter((channel) => intakes[channel]!.open)
  return {
    ...(channels.length > 0
      ? {
          '/api/intake/{channel}': {
            parameters: [{ name: 'channel', in: 'path', required: true, schema: { enum: channels } }],
            post: operation({
              summary: `Take in, once per external_id; without a key only ${open.join(', ')}`,
              tag: 'outside',
              status: 201,
              parameters: [idempotent],
              body: object({ external_id: { type: 'string', maxLength: 200 } }),
              open: true,
            }),
          },
        }
      : {}),
    ...(pages.length > 0
      ? {
          '/api/public/{link}/{token}': {
            parameters: [
              { name: 'link', in: 'path', required: true, schema: { enum: pages } },
              inPath('token'),
            ],
            get: operation({ summary: 'What the holder of a token may see', tag: 'outside', open: true }),
            post: operation({
              summary: 'What the holder of a token sends',
              tag: 'outside',
              status: 201,
              parameters: [idempotent],
              body: anything,
              open: true,
            }),
          },
        }
      : {}),
    '/api/hooks/{name}': {
      parameters: [inPath('name'), { name: 'X-Hook-Secret', in: 'header', required: true, schema: string }],
      post: operation({ summary: 'Start the process of a hook, once per Idempotency-Key', ...call }),
    },
    '/api/hooks/{name}/{secret}': {
      parameters: [inPath('name'), inPath('secret')],
      post: operation({
        summary:
          'The same for a sender that can only be given an address, where the process says secret_in_address',
        ...call,
      }),
    },
    '/api/openapi.json': { get: operation({ summary: 'This description', tag: 'outside' }) },
    '/healthz': { get: operation({ summary: 'Alive', tag: 'outside', open: true }) },
    '/readyz': { get: operation({ summary: 'Ready', tag: 'outside', open: true }) },
    '/metrics': {
      get: operation({
        summary: 'Figures for Prometheus, with GUANTONG_METRICS_TOKEN as bearer or for an administrator',
        tag: 'outside',
        gives: ['text/plain'],
      }),
    },
  }
}
