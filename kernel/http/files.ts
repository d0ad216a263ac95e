import { rm } from 'node:fs/promises'
import type { MultipartFile } from '@fastify/multipart'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { refuse } from '../../model/index.ts'
import { safeInline } from '../files/contentType.ts'
import { filesOf, findFile, receiveFile, removeFile, storeFile, type Received } from '../files/files.ts'
import { loadRecord } from '../records/load.ts'
import { reading, transact } from '../workspace/transact.ts'
import type { Workspace } from '../workspace/workspace.ts'
import { queryText } from './body.ts'
import { actorOf, type ServerOptions } from './options.ts'

export interface Upload {
  readonly received: Received
  readonly name: string
  readonly fields: Readonly<Record<string, string>>
}

export async function fileRoutes(app: FastifyInstance, { workspace }: ServerOptions): Promise<void> {
  app.post('/api/files', async (request, reply) => {
    const actor = actorOf(request)
    const { received, name, fields } = await receiveUpload(workspace, request)
    try {
      const info = await transact(workspace, actor, (tx) => storeFile(tx, received, { name, purpose: fields.purpose, object: fields.object, record: fields.record }))
      return await reply.code(201).send(info)
    } catch (error) {
      await rm(received.temporary, { force: true })
      throw error
    }
  })
  app.get('/api/files', async (request) => {
    const tx = reading(workspace, actorOf(request))
    const [object, record] = [queryText(request, 'object'), queryText(request, 'record')]
    if (!object || !record) throw refuse('request_invalid', { zh: '请给出 object 和 record', en: 'Say which object and record' }, { status: 400 })
    await loadRecord(tx, object, record)
    return { items: await filesOf(tx, record) }
  })
  app.get('/api/files/:id', async (request, reply) => {
    const file = await findFile(reading(workspace, actorOf(request)), (request.params as { id: string }).id)
    const inline = queryText(request, 'inline') && safeInline(file.type)
    void reply.headers({
      'content-type': inline ? file.type : 'application/octet-stream', 'content-length': file.size,
      'content-disposition': `${inline ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(file.name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`)}`,
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox", 'cache-control': 'private, max-age=3600',
    })
    return reply.send(workspace.files.stream(file.id))
  })
  app.delete('/api/files/:id', async (request, reply) => {
    await transact(workspace, actorOf(request), (tx) => removeFile(tx, (request.params as { id: string }).id))
    return reply.code(204).send()
  })
}

/** One file and the text parts beside it, streamed to disk. */
export async function receiveUpload(workspace: Workspace, request: FastifyRequest): Promise<Upload> {
  if (!request.isMultipart()) throw refuse('media_type', { zh: '请以 multipart/form-data 上传文件', en: 'Upload the file as multipart/form-data' }, { status: 415 })
  const fields: Record<string, string> = {}
  let upload: { received: Received; name: string } | null = null
  for await (const part of request.parts()) {
    if (part.type === 'field') fields[part.fieldname] = String(part.value)
    else upload = { received: await receiveFile(workspace, (part as MultipartFile).file), name: part.filename ?? 'file' }
  }
  if (!upload) throw refuse('file_missing', { zh: '没有收到文件', en: 'No file arrived' }, { status: 400, field: 'file' })
  return { ...upload, fields }
}
