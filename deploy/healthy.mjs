/**
 * Whether the server of this container answers, by whichever scheme it speaks: exit code 0 or 1. Its own
 * certificate speaks for another name.
 */
import { get as getPlain } from 'node:http'
import { get as getTls } from 'node:https'

const get = process.env.GUANTONG_TLS_CERT ? getTls : getPlain
const end = (well) => process.exit(well ? 0 : 1)
get(
  {
    host: '127.0.0.1',
    port: process.env.PORT ?? 3000,
    path: '/healthz',
    rejectUnauthorized: false,
    timeout: 4000,
  },
  ({ statusCode }) => end(statusCode === 200),
)
  .on('timeout', () => end(false))
  .on('error', () => end(false))
