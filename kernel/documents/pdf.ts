import { fork, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { refuse } from '../../model/refuse.ts'
import type { PdfAnswer, PdfOrder } from './pdfWorker.ts'

export interface PdfRequest {
  /** Typst source; it reads the data with `#let data = json(bytes(sys.inputs.data))`. */
  readonly template: string
  /** Anything JSON can carry. It is never mixed into the source, so no text in it can act as code. */
  readonly data: unknown
  /** Pictures and the like, by the bare file name the template uses: seal.png. */
  readonly files?: Readonly<Record<string, Uint8Array>>
  readonly timeoutMs?: number
}

/** After so many documents the compiler is replaced, which bounds what its caches may hold. */
const documentsPerWorker = 300
const idleMs = 60_000

/**
 * Sets a PDF with Typst and the embedded Noto Sans SC. The compiler lives in a process of its own: a template
 * that never ends can be stopped there (a thread inside native code cannot), and there alone can the network
 * be taken away, for the compiler fetches `@preview` packages by itself.
 * @throws Refusal template_broken, template_too_slow
 * @example const pdf = await createPdf({ template: quotationTemplate, data: { company, quote, lines, totals,
 * terms, labels } })
 */
export async function createPdf({
  template,
  data,
  files = {},
  timeoutMs = 30_000,
}: PdfRequest): Promise<Buffer> {
  for (const name of Object.keys(files))
    if (!/^[\w-][\w.-]*$/.test(name))
      throw refuse('template_broken', {
        zh: `附件名“${name}”只能用字母、数字、点和横线`,
        en: `A file may only be called by letters, digits, dots and dashes, not “${name}”`,
      })
  const order: PdfOrder = { template, data: JSON.stringify(data ?? null, wellFormed), files: { ...files } }
  return await inTurn(() => compile(order, timeoutMs))
}

/**
 * Half a character, as left by careless cutting, is not JSON to the compiler; it prints as the replacement
 * mark.
 */
const wellFormed = (_key: string, value: unknown): unknown =>
  typeof value === 'string' ? Buffer.from(value, 'utf8').toString('utf8') : value

/** Stops the compiler at once; the next document starts a new one. For an orderly shutdown and for tests. */
export function closePdf(): void {
  if (worker) stop(worker)
}

interface PdfWorker {
  readonly process: ChildProcess
  documents: number
  idle?: NodeJS.Timeout
}
let worker: PdfWorker | undefined
let last: Promise<unknown> = Promise.resolve()

/** One document at a time: the compiler is single-threaded, and order keeps waiting fair. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const turn = last.then(work, work)
  last = turn.catch(() => undefined)
  return turn
}

async function compile(order: PdfOrder, timeoutMs: number): Promise<Buffer> {
  const mine = (worker ??= startWorker())
  clearTimeout(mine.idle)
  mine.process.ref()
  try {
    const answer = await ask(mine, order, timeoutMs)
    if ('pdf' in answer) return Buffer.from(answer.pdf)
    throw refuse('template_broken', {
      zh: `模板有误：${answer.error}`,
      en: `The template is broken: ${answer.error}`,
    })
  } finally {
    mine.process.unref()
    mine.process.channel?.unref()
    if (++mine.documents >= documentsPerWorker) stop(mine)
    else mine.idle = setTimeout(() => stop(mine), idleMs).unref()
  }
}

function stop(old: PdfWorker): void {
  clearTimeout(old.idle)
  old.process.kill('SIGKILL')
  if (worker === old) worker = undefined
}

function ask(mine: PdfWorker, order: PdfOrder, timeoutMs: number): Promise<PdfAnswer> {
  const child = mine.process
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      fail(
        refuse('template_too_slow', {
          zh: `生成PDF超过${timeoutMs / 1000}秒，已停止，请简化模板或减少数据`,
          en: `The PDF took more than ${timeoutMs / 1000} s and was stopped: simplify the template or pass less`,
        }),
      )
    }, timeoutMs)
    const settle = () => {
      clearTimeout(timer)
      child.off('message', answered).off('exit', left).off('error', fail)
    }
    const answered = (answer: PdfAnswer) => {
      settle()
      resolve(answer)
    }
    const fail = (error: Error) => {
      settle()
      stop(mine)
      reject(error)
    }
    const left = (code: number | null, signal: string | null) =>
      fail(new Error(`The PDF process ended (${signal ?? code})`))
    child.on('message', answered).on('exit', left).on('error', fail)
    child.channel?.ref()
    child.send(order)
  })
}

/**
 * The child gets an empty folder as its home and root, no secrets of ours in its environment, and a proxy
 * that refuses. From source it runs through tsx, built it runs as it is.
 */
function startWorker(): PdfWorker {
  const folder = mkdtempSync(join(tmpdir(), 'guantong-pdf-'))
  const source = import.meta.url.endsWith('.ts')
  const nowhere = 'http://127.0.0.1:9'
  const env = {
    PATH: process.env['PATH'],
    ...Object.fromEntries(
      [
        'HOME',
        'USERPROFILE',
        'XDG_CACHE_HOME',
        'XDG_DATA_HOME',
        'XDG_CONFIG_HOME',
        'APPDATA',
        'LOCALAPPDATA',
      ].map((name) => [name, folder]),
    ),
    ...Object.fromEntries(
      ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'].flatMap((name) => [
        [name, nowhere],
        [name.toLowerCase(), nowhere],
      ]),
    ),
  }
  const child = fork(
    fileURLToPath(new URL(source ? './pdfWorker.ts' : './pdfWorker.js', import.meta.url)),
    [folder],
    {
      env,
      execArgv: source ? ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href] : [],
      serialization: 'advanced',
      stdio: 'ignore',
    },
  )
  child.once('exit', () => {
    rmSync(folder, { recursive: true, force: true })
    if (worker?.process === child) worker = undefined
  })
  return { process: child, documents: 0 }
}
