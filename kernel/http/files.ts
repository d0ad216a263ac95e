import { rm } from 'node:fs/promises'
import type { MultipartFile } from '@fastify/multipart'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Refusal, refuse } from '../../model/index.ts'
import { safeInline } from '../files/contentType.ts'
import { filesOf, findFile } from '../files/findFile.ts'
import { keepFile, removeFile } from '../files/files.ts'
import { receiveFile, type Received } from '../files/receiveFile.ts'
import { checkQuota } from '../files/quota.ts'
import { loadRecord } from '../records/load.ts'
import { reading, transact } from '../workspace/transact.ts'
import type { Workspace } from '../workspace/workspace.ts'
import { queryText } from './body.ts'
import { once } from './idempotency.ts'
import { actorOf, type ServerOptions } from './options.ts'

export interface Upload {
  readonly received: Received
  readonly name: string
  readonly fields: Readonly<Record<string, string>>
}

/**
 * Files up, listed, down and away. A download is an attachment in a sandbox unless its type is known to be
 * safe to show.
 */
export async function fileRoutes(app: FastifyInstance, { workspace }: ServerOptions): Promise<void> {
  app.post('/api/files', async (request, reply) => {
    const actor = actorOf(request)
    await checkQuota(reading(workspace, actor), announced(request))
    const { received, name, fields } = await receiveUpload(workspace, request)
    try {
      const attachment = { name, purpose: fields.purpose, object: fields.object, record: fields.record }
      const answer = await once(
        workspace,
        request,
        (note) => keepFile(workspace, actor, received, attachment, note),
        { body: sentFile({ received, name, fields }) },
      )
      return await reply.code(201).send(answer)
    } finally {
      await rm(received.temporary, { force: true })
    }
  })
  app.get('/api/files', async (request) => {
    const tx = reading(workspace, actorOf(request))
    const [object, record] = [queryText(request, 'object'), queryText(request, 'record')]
    if (!object || !record)
      throw refuse(
        'request_invalid',
        { zh: '请给出 object 和 record', en: 'Say which object and record' },
        { status: 400 },
      )
    await loadRecord(tx, object, record)
    return { items: await filesOf(tx, record) }
  })
  app.get('/api/files/:id', async (request, reply) => {
    const file = await findFile(reading(workspace, actorOf(request)), (request.params as { id: string }).id)
    const inline = queryText(request, 'inline') && safeInline(file.type)
    const content = await workspace.files.stream(file.id)
    void reply.headers({
      'content-type': inline ? file.type : 'application/octet-stream',
      'content-length': file.size,
      'content-disposition': `${inline ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(file.name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`)}`,
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      'cache-control': 'private, max-age=3600',
    })
    return reply.send(content)
  })
  app.delete('/api/files/:id', async (request, reply) => {
    await transact(workspace, actorOf(request), (tx) => removeFile(tx, (request.params as { id: string }).id))
    return reply.code(204).send()
  })
}

/**
 * The length that was said beforehand, less what the form around the file takes; 0 where it is not known, and
 * the file is counted when it is there.
 */
const formLength = 4096
const announced = (request: FastifyRequest) =>
  Math.max(0, Number(request.headers['content-length'] ?? 0) - formLength)

/** What tells an upload from another: a repeated request streams its body anew. */
export const sentFile = ({ received, name, fields }: Upload) => ({
  sha256: Buffer.from(received.sha256).toString('hex'),
  name,
  fields,
})

/** What may stand beside the file, in all uploads together. */
const known: readonly string[] = ['object', 'record', 'purpose', 'options']

function textPart(name: string, value: unknown): string {
  const text = String(value)
  if (text.includes('\0') || (name !== 'options' && text.length > 200))
    throw refuse(
      'field_invalid',
      { zh: `“${name}”的内容无法使用`, en: `"${name}" cannot be used` },
      { field: name },
    )
  return text
}

/** One file and the text parts beside it, streamed to disk; what was refused leaves nothing there. */
export async function receiveUpload(workspace: Workspace, request: FastifyRequest): Promise<Upload> {
  if (!request.isMultipart())
    throw refuse(
      'media_type',
      { zh: '请以 multipart/form-data 上传文件', en: 'Upload the file as multipart/form-data' },
      { status: 415 },
    )
  const fields: Record<string, string> = {}
  let upload: { received: Received; name: string } | null = null
  const wrong = (name: string, zh: string, en: string) =>
    refuse(
      'request_invalid',
      { zh: `上传的“${name}”${zh}`, en: `"${name}" ${en}` },
      { status: 400, field: name },
    )
  try {
    for await (const part of request.parts()) {
      if (part.type === 'file' && part.fieldname !== 'file')
        throw wrong(
          part.fieldname,
          '不是 file：文件只能以 file 为名',
          'is not a part that takes a file: call it file',
        )
      if (part.type === 'file')
        upload = {
          received: await receiveFile(workspace, (part as MultipartFile).file),
          name: part.filename ?? 'file',
        }
      else if (!known.includes(part.fieldname))
        throw wrong(part.fieldname, '不是已知的字段', 'is not known here')
      else if (Object.hasOwn(fields, part.fieldname)) throw wrong(part.fieldname, '重复', 'is given twice')
      else fields[part.fieldname] = textPart(part.fieldname, part.value)
    }
  } catch (error) {
    if (upload) await rm(upload.received.temporary, { force: true })
    // What the reader of the form says of a broken one carries neither code nor status.
    const { code, statusCode } = error as { code?: string; statusCode?: number }
    if (error instanceof Refusal || code !== undefined || statusCode !== undefined) throw error
    throw refuse(
      'request_invalid',
      { zh: '上传的表单不完整或已损坏', en: 'The form that was sent is broken or cut off' },
      { status: 400 },
    )
  }
  if (!upload)
    throw refuse(
      'file_missing',
      { zh: '没有收到文件', en: 'No file arrived' },
      { status: 400, field: 'file' },
    )
  return { ...upload, fields }
}
