import type { FastifyReply, FastifyRequest } from 'fastify'
import { ExpressionError, Refusal, type Label } from '../../model/index.ts'
import { outageOf } from '../workspace/outage.ts'
import { noteSecurity } from './security.ts'

export type Language = 'zh' | 'en'

/** The language of the answer: the person's own, or what the browser asks for; Chinese first. */
export const languageOf = (request: FastifyRequest): Language => {
  const wanted = request.headers['accept-language']
  if (wanted) return /^\s*en/i.test(wanted) ? 'en' : 'zh'
  return request.actor?.language ?? 'zh'
}

/** The label in that language; Chinese where there is no English. */
export const say = (label: Label, language: Language) =>
  language === 'en' ? (label.en ?? label.zh) : label.zh

/** RFC 9457 problem details. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly field?: string
  readonly missing?: readonly { readonly code: string; readonly detail: string }[]
  readonly faults?: readonly { readonly field: string; readonly code: string; readonly detail: string }[]
  readonly data?: unknown
}

/** What went wrong in the caller's words; an unexpected error says nothing of the inside. */
export function problemOf(error: unknown, language: Language): Problem {
  if (error instanceof Refusal) return refusalProblem(error, language)
  if (error instanceof ExpressionError)
    return make(400, error.code, say(error.sentence, language), { data: { from: error.from, to: error.to } })
  const { statusCode, code } = error as { statusCode?: number; code?: string }
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE' || statusCode === 413)
    return make(413, 'body_too_large', language === 'en' ? 'The request is too large' : '请求内容过大')
  if (statusCode === 415)
    return make(
      415,
      'media_type',
      language === 'en'
        ? 'Send JSON (or multipart where a file is expected)'
        : '请以 JSON 发送（上传文件用 multipart）',
    )
  if (statusCode && statusCode >= 400 && statusCode < 500)
    return make(
      statusCode,
      'request_invalid',
      language === 'en'
        ? 'The request is not valid JSON or has wrong parts'
        : '请求不是有效的 JSON，或缺少必要部分',
    )
  if (code === '22P05' || code === '22021')
    return make(
      422,
      'field_invalid',
      language === 'en' ? 'The text contains a character that cannot be stored' : '内容包含无法保存的字符',
    )
  // A value that passed every check and still does not fit its column or its operation (class 22), a
  // condition too large to plan (class 54), one too slow (57014).
  if (code === '57014')
    return make(
      422,
      'request_too_slow',
      language === 'en'
        ? 'The question takes too long to answer: narrow it down, by a shorter period or one more condition'
        : '查询耗时过长，请缩小范围：缩短期间或增加筛选条件',
    )
  const outage = outageOf(error)
  if (outage)
    return make(503, outage.code, say(outage.sentence, language), {
      data: { retry_after_s: outage.retryAfterS },
    })
  if (code === '23503')
    return make(
      409,
      'reference_gone',
      language === 'en'
        ? 'A record that is pointed at is no longer there: reload, and choose another'
        : '所引用的记录已不存在，请刷新后重新选择',
    )
  // Several tries have run into others at work on the same records.
  if (['40001', '40P01', '55P03'].includes(code ?? ''))
    return make(
      503,
      'records_busy',
      language === 'en'
        ? 'Others are working on the same records: nothing was saved, try again shortly'
        : '其他人正在处理相同的记录，本次未保存任何内容，请稍后再试',
    )
  if (/^22/.test(code ?? ''))
    return make(
      422,
      'value_unusable',
      language === 'en' ? 'A value does not fit what it is used for' : '有值超出范围或格式不符，无法使用',
    )
  if (/^54/.test(code ?? '') || (error instanceof RangeError && /call stack/.test(error.message)))
    return make(
      400,
      'request_too_complex',
      language === 'en' ? 'The request is nested or combined too deeply' : '请求的条件或嵌套过于复杂',
    )
  return make(
    500,
    'internal',
    language === 'en' ? 'Something went wrong on our side; nothing was saved' : '系统出错了，未保存任何内容',
  )
}

function refusalProblem(refusal: Refusal, language: Language): Problem {
  const { field, missing, faults, status = 422, data } = refusal.details
  return make(status, refusal.code, say(refusal.sentence, language), {
    ...(field ? { field } : {}),
    ...(missing
      ? { missing: missing.map((one) => ({ code: one.code, detail: say(one.label, language) })) }
      : {}),
    ...(faults
      ? { faults: faults.map(({ sentence, ...one }) => ({ ...one, detail: say(sentence, language) })) }
      : {}),
    ...(data ? { data } : {}),
  })
}

const make = (status: number, code: string, detail: string, more: Partial<Problem> = {}): Problem => ({
  type: `urn:guantong:problem:${code}`,
  title: code,
  status,
  code,
  detail,
  ...more,
})

/**
 * The one way an error leaves the house: only our own faults (500 and above) are logged, and who is to come
 * back later is told when, in seconds. A write that the database was lost under may have been saved all the
 * same, and the answer says so.
 */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, error: unknown): FastifyReply {
  const language = languageOf(request)
  const plain = problemOf(error, language)
  const problem =
    plain.code === 'database_unavailable' && request.begun
      ? { ...plain, detail: say(perhapsSaved, language) }
      : plain
  if (problem.status >= 500 && problem.code !== 'database_unavailable')
    request.log.error({ err: error }, 'failed')
  if (problem.status === 429) noteSecurity(request, 'throttled')
  if (problem.code === 'file_infected') noteSecurity(request, 'file_infected', { sentence: problem.detail })
  if (problem.status === 403) noteSecurity(request, 'access_refused', { code: problem.code })
  const laterS = (problem.data as { retry_after_s?: number } | undefined)?.retry_after_s
  if (problem.status === 429) void reply.header('retry-after', String(laterS ?? 60))
  if (problem.status === 503) void reply.header('retry-after', String(laterS ?? 2))
  return reply.code(problem.status).type('application/problem+json; charset=utf-8').send(problem)
}

const perhapsSaved: Label = {
  zh: '处理过程中数据库没有响应，内容可能已经保存：请用同一个 Idempotency-Key 重试，或先核对再提交',
  en: 'The database went away in the middle, and this may have been saved: repeat it with the same Idempotency-Key, or look before you send it again',
}
