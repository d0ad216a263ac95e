import type { Readable } from 'node:stream'
import {
  kindOf,
  levelOf,
  localDate,
  refuse,
  type Actor,
  type Field,
  type ProtectionName,
} from '../../model/index.ts'
import { mayExport } from '../access/grants.ts'
import { objectOf } from '../definitions/stored.ts'
import { writeCsv, writeXlsx, type SheetCell } from '../documents/sheets.ts'
import { emitEvents } from '../events/emit.ts'
import { protectedIn } from '../records/addressed.ts'
import { listRecords } from '../records/list.ts'
import { titlesFor } from '../records/titles.ts'
import { count as counted } from '../workspace/counts.ts'
import { reading, transact } from '../workspace/transact.ts'
import type { Workspace } from '../workspace/workspace.ts'
import { cellOf, columnFor, headersOf } from './cellOf.ts'
import { exportableFields, exportedUnasked } from './fields.ts'

export interface ExportRequest {
  readonly object: string
  readonly format: 'csv' | 'xlsx'
  readonly where?: string
  readonly sort?: string
  readonly fields?: readonly string[]
  readonly language: 'zh' | 'en'
  /** Told when the last row has left, or the reader has gone away. */
  readonly onTaken?: (taken: { readonly rows: number; readonly levels: readonly ProtectionName[] }) => void
}

const pageRows = 500

/**
 * All records of a condition that the caller may see, page by page, so that a million rows need no more
 * memory than one page. Who took what, and how many rows really left, is an event, also when the reader goes
 * away in the middle.
 */
export async function exportRows(
  workspace: Workspace,
  actor: Actor,
  request: ExportRequest,
): Promise<{ readonly stream: Readable; readonly name: string }> {
  const tx = reading(workspace, actor, 'work')
  const object = objectOf(tx.definitions, request.object)
  if (!mayExport(object, actor))
    throw refuse(
      'not_allowed',
      {
        zh: `您无权导出${object.label.zh}`,
        en: `You may not export ${object.label.en ?? object.name} records`,
      },
      { status: 403 },
    )
  const open = exportableFields(tx, object)
  const names = request.fields ?? Object.keys(open).filter(exportedUnasked)
  const fields = names.map((name): readonly [string, Field] => {
    const field = Object.hasOwn(open, name) ? open[name] : undefined
    if (!field)
      throw refuse(
        'field_unknown',
        {
          zh: `“${object.label.zh}”没有可导出的字段“${name}”`,
          en: `${object.label.en ?? object.name} has no field "${name}" to export`,
        },
        { field: 'fields', status: 400 },
      )
    return [name, field]
  })
  const reader = { workspace, definitions: tx.definitions, db: tx.db, actor, now: tx.now }
  // What cannot be asked is refused before the first byte; after it the download could only break off.
  await listRecords(reader, object.name, { where: request.where, sort: request.sort, limit: 1 })
  const columns = fields.map(([name, field], i) => ({
    ...columnFor(field),
    header: headersOf(fields, request.language)[i] ?? name,
  }))
  const levels = [...new Set(fields.flatMap(([, field]) => levelOf(field) ?? []))]
  // What was asked for is kept, but not a telephone number that it was asked by.
  const where = protectedIn(reader, object.name, request.where) ? null : (request.where ?? null)
  const rows = readRows()
  const label = request.language === 'en' ? (object.label.en ?? object.name) : object.label.zh
  return {
    stream: request.format === 'csv' ? writeCsv(rows, columns) : writeXlsx(rows, columns, { name: label }),
    name: `${label}-${localDate(tx.now, workspace.zone)}`,
  }

  async function* readRows(): AsyncGenerator<readonly SheetCell[]> {
    let after: string | undefined
    let count = 0
    let complete = false
    try {
      for (;;) {
        const page = await listRecords(reader, object.name, {
          where: request.where,
          sort: request.sort,
          limit: pageRows,
          after,
        })
        const titles = fields.some(([, field]) => kindOf(field).target)
          ? await titlesFor(tx, object, page.items)
          : {}
        for (const record of page.items) {
          count++
          yield fields.map(([name, field]) =>
            cellOf(field, record[name], {
              titles,
              language: request.language,
              zone: workspace.zone,
              record,
              definitions: tx.definitions,
              object,
              name,
            }),
          )
        }
        if (!page.next) break
        after = page.next
      }
      complete = true
    } finally {
      if (!actor.trusted) counted(workspace, 'rows_exported', actor.id, count)
      const payload = {
        format: request.format,
        where,
        sort: request.sort ?? null,
        fields: names,
        levels,
        rows: count,
        complete,
      }
      await transact(workspace, actor, (out) =>
        emitEvents(out, [{ name: `${object.name}.exported`, object: object.name, payload }]),
      )
      request.onTaken?.({ rows: count, levels })
    }
  }
}
