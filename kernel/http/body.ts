import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { refuse } from '../../model/index.ts'

/** The body in the shape a route takes; the refusal names the part at fault. */
export function bodyAs<S extends z.ZodType>(request: FastifyRequest, schema: S): z.infer<S> {
  const result = schema.safeParse(request.body ?? {})
  if (result.success) return result.data
  const issue = result.error.issues[0]!
  const field = issue.path.join('.') || (issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined)
  throw refuse(
    'request_invalid',
    {
      zh: `请求参数不正确${field ? `：${field}` : ''}`,
      en: `The request is not right${field ? ` at ${field}` : ''}: ${issue.message}`,
    },
    { status: 400, ...(field ? { field } : {}) },
  )
}

/** A body that must be a JSON object, its names to be checked by whoever knows them. */
export function objectBody(request: FastifyRequest): Readonly<Record<string, unknown>> {
  const body = request.body ?? {}
  if (typeof body !== 'object' || Array.isArray(body))
    throw refuse(
      'request_invalid',
      { zh: '请求应为 JSON 对象', en: 'The request must be a JSON object' },
      { status: 400 },
    )
  return body as Readonly<Record<string, unknown>>
}

/** One text value of the query string. */
export function queryText(request: FastifyRequest, name: string): string | undefined {
  const value = (request.query as Record<string, unknown>)[name]
  if (Array.isArray(value))
    throw refuse(
      'request_invalid',
      { zh: `参数“${name}”重复`, en: `"${name}" is given twice` },
      { status: 400, field: name },
    )
  return typeof value === 'string' && value !== '' ? value : undefined
}
