import type { FastifyRequest } from 'fastify'
import { refuse } from '../../model/index.ts'

/** The version that the caller saw, from `If-Match`; nothing where any will do. */
export function versionOf(request: FastifyRequest): number | undefined {
  const text = request.headers['if-match']?.replace(/^W\/|"/g, '')
  if (text === undefined || text === '*') return undefined
  if (!/^\d{1,9}$/.test(text))
    throw refuse(
      'request_invalid',
      { zh: 'If-Match 应为记录的版本号', en: 'If-Match must be the version of the record' },
      { status: 400, field: 'If-Match' },
    )
  return Number(text)
}
