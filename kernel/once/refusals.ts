import { refuse } from '../../model/index.ts'

/** The same key for something else: whoever asks has mixed up two requests. */
export const isReused = () =>
  refuse(
    'idempotency_reused',
    {
      zh: 'Idempotency-Key 已用于另一请求，请换一个新的键再发送',
      en: 'This Idempotency-Key was used for another request: send this one with a key of its own',
    },
    { status: 422 },
  )

/** Nothing is known of it yet but that somebody is at it. */
export const isRunning = () =>
  refuse(
    'idempotency_running',
    { zh: '同一请求正在处理，请稍后再试', en: 'The same request is still running: try again shortly' },
    { status: 409 },
  )
