import { rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { refuse } from '../../model/index.ts'
import { noteReading } from '../privacy/readings.ts'
import { refuseInAddress } from '../privacy/refuseInAddress.ts'
import { importTable, type ImportReport } from '../sheets/importTable.ts'
import { exportRows } from '../sheets/exportRows.ts'
import { parseOptions } from '../sheets/options.ts'
import { makeTemplate } from '../sheets/template.ts'
import { reading } from '../workspace/transact.ts'
import { bodyAs, queryText } from './body.ts'
import { receiveUpload, sentFile } from './files.ts'
import { claimed } from './idempotency.ts'
import { languageOf, problemOf } from './problem.ts'
import { actorOf, type ServerOptions } from './options.ts'
import { readerOf } from './lists.ts'

/** Records from sheets and to sheets. */
export async function sheetRoutes(app: FastifyInstance, { workspace }: ServerOptions): Promise<void> {
  const objectIn = (request: { params: unknown }) => (request.params as { object: string }).object

  app.post('/api/records/:object/import', async (request, reply) => {
    const actor = actorOf(request)
    const language = languageOf(request)
    const { received, name, fields } = await receiveUpload(workspace, request)
    const clean = () => rm(received.temporary, { force: true })
    const done = await claimed(workspace, request, {
      body: sentFile({ received, name, fields }),
      long: true,
    }).catch(async (error: unknown) => {
      await clean()
      throw error
    })
    const run = (onProgress?: (rows: number) => void) =>
      done((note) =>
        importTable(workspace, actor, {
          object: objectIn(request),
          path: received.temporary,
          name,
          options: parseOptions(fields.options),
          dryRun: queryText(request, 'dry_run') === 'true',
          language,
          onProgress,
          note,
        }),
      )
    if (/application\/x-ndjson/.test(request.headers.accept ?? ''))
      return reply
        .type('application/x-ndjson; charset=utf-8')
        .send(progressLines(run, (error) => problemOf(error, language), clean))
    try {
      return await run()
    } finally {
      await clean()
    }
  })

  app.get('/api/records/:object/export', async (request, reply) => {
    const where = queryText(request, 'where')
    await refuseInAddress(readerOf(reading(workspace, actorOf(request))), objectIn(request), where)
    return send(request, reply, {
      format: queryText(request, 'format'),
      where,
      sort: queryText(request, 'sort'),
      fields: queryText(request, 'fields')?.split(','),
    })
  })
  // The same as a body, for conditions that must stand in no address.
  app.post('/api/records/:object/export', async (request, reply) =>
    send(request, reply, bodyAs(request, exportBody)),
  )

  const send = async (
    request: FastifyRequest,
    reply: FastifyReply,
    { format: wanted, ...asked }: z.infer<typeof exportBody>,
  ) => {
    const format = formatOf(wanted)
    const { stream, name } = await exportRows(workspace, actorOf(request), {
      object: objectIn(request),
      format,
      ...asked,
      language: languageOf(request),
      onTaken: ({ rows, levels }) => {
        const actor = actorOf(request)
        noteReading(workspace, {
          actor,
          address: request.ip,
          object: objectIn(request),
          record: null,
          how: 'export',
          levels,
          rows,
        })
      },
    })
    return download(reply, stream, name, format)
  }

  app.get('/api/records/:object/template', async (request, reply) => {
    const format = formatOf(queryText(request, 'format'))
    const { stream, name } = makeTemplate(reading(workspace, actorOf(request)), objectIn(request), {
      format,
      language: languageOf(request),
    })
    return download(reply, stream, name, format)
  })
}

const exportBody = z.strictObject({
  format: z.string().optional(),
  where: z.string().optional(),
  sort: z.string().optional(),
  fields: z.array(z.string()).optional(),
})

export type SheetFormat = 'csv' | 'xlsx'

function formatOf(text = 'xlsx'): SheetFormat {
  if (text === 'csv' || text === 'xlsx') return text
  throw refuse(
    'request_invalid',
    { zh: 'format 应为 csv 或 xlsx', en: 'format must be csv or xlsx' },
    { status: 400, field: 'format' },
  )
}

const types: Readonly<Record<SheetFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

const download = (reply: FastifyReply, stream: Readable, name: string, format: SheetFormat) =>
  reply
    .headers({
      'content-type': types[format],
      'cache-control': 'no-store',
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(`${name}.${format}`)}`,
    })
    .send(stream)

/** A line of JSON after every batch, `{ progress: rows }`, and the report or the problem as the last. */
function progressLines(
  run: (onProgress: (rows: number) => void) => Promise<ImportReport>,
  problem: (error: unknown) => object,
  clean: () => Promise<void>,
): Readable {
  const lines = new Readable({ read() {} })
  const say = (line: object) => lines.push(`${JSON.stringify(line)}\n`)
  void run((rows) => say({ progress: rows }))
    .then(
      (report) => say({ report }),
      (error: unknown) => say({ problem: problem(error) }),
    )
    .finally(async () => {
      await clean()
      lines.push(null)
    })
  return lines
}
