import { createHash } from 'node:crypto'
import { AwsClient } from 'aws4fetch'
import { storeUnavailable } from '../workspace/fileStore.ts'
import type { StoreAddress } from './s3Address.ts'

export interface S3Ask {
  readonly query?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array<ArrayBuffer>
  /** Error codes of the store that are an answer to the caller and not trouble. */
  readonly expected?: readonly string[]
}

export interface S3Client {
  /**
   * About the object of a key, or about the bucket when the key is empty.
   * @throws Refusal store_unavailable for everything but success and what is `expected`
   */
  ask(method: string, key: string, ask?: S3Ask): Promise<Response>
}

/**
 * Until the store begins to answer, beside what the body takes at 100 kB/s. Some callers hold a transaction
 * open meanwhile, so silence is not tried again.
 */
const answerMs = 5000
const bodyBytesPerMs = 100
const triesMax = 3

/**
 * Signed requests to one bucket. A body is signed with its SHA-256, so the store refuses what arrived
 * damaged. What the network or the store cannot do right now is tried again and then refused; keys are asked
 * for anew each time, as a vault may change them; they travel in signed headers only, and reach no message.
 */
export function s3Client(addressNow: () => StoreAddress): S3Client {
  return {
    async ask(method, key, { query, headers, body, expected = [] } = {}) {
      const { bucket, prefix, accessKeyId, secretAccessKey, region } = readAddress(addressNow)
      const signer = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries: 0 })
      const url = `${bucket}${key === '' ? '' : `${prefix}${key}`}${query ? `?${query}` : ''}`
      const digest = createHash('sha256')
        .update(body ?? '')
        .digest('hex')
      for (let tried = 1; ; tried++) {
        const answer = await attempt(
          () =>
            signer.sign(url, {
              method,
              headers: { ...headers, 'x-amz-content-sha256': digest },
              ...(body ? { body } : {}),
            }),
          answerMs + (body?.length ?? 0) / bodyBytesPerMs,
        )
        if (answer instanceof Response && answer.ok) return answer
        const text = answer instanceof Response ? await answer.text().catch(() => '') : ''
        const code = /<Code>([^<]{1,60})<\/Code>/.exec(text)?.[1] ?? ''
        if (answer instanceof Response && expected.includes(code)) return new Response(null, { status: 404 })
        const passing =
          answer instanceof Response ? answer.status >= 500 || answer.status === 429 : answer !== silence
        if (!passing || tried >= triesMax)
          throw storeUnavailable(
            `${method} ${answer instanceof Response ? `${answer.status} ${code}` : String((answer.cause as { code?: string } | undefined)?.code ?? answer.message)}`,
          )
        await new Promise((resume) => setTimeout(resume, 100 * 3 ** tried * (0.5 + Math.random())))
      }
    },
  }
}

/** A file of the vault that is being replaced, or was taken away, is trouble of the store like any other. */
function readAddress(addressNow: () => StoreAddress): StoreAddress {
  try {
    return addressNow()
  } catch (error) {
    throw storeUnavailable(`its address cannot be read: ${(error as { code?: string }).code ?? 'unknown'}`)
  }
}

const silence = new Error('no answer in time')

/** The time limit ends when the answer begins: its content may take as long as the receiver needs. */
async function attempt(sign: () => Promise<Request>, limitMs: number): Promise<Response | Error> {
  const limit = new AbortController()
  const timer = setTimeout(() => limit.abort(silence), limitMs)
  try {
    return await fetch(await sign(), { signal: limit.signal })
  } catch (error) {
    return error as Error
  } finally {
    clearTimeout(timer)
  }
}
