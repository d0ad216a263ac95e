import type { Readable } from 'node:stream'
import { refuse } from '../../model/index.ts'
import { mayImport } from '../access/grants.ts'
import { objectOf } from '../definitions/stored.ts'
import { writeCsv, writeXlsx } from '../documents/sheets.ts'
import type { Tx } from '../workspace/transact.ts'
import { columnFor, headersOf } from './cellOf.ts'
import { templateFields } from './fields.ts'

/** An empty sheet whose headers import reads back, fields made by the company included. */
export function makeTemplate(
  tx: Tx,
  name: string,
  { format, language }: { readonly format: 'csv' | 'xlsx'; readonly language: 'zh' | 'en' },
): { readonly stream: Readable; readonly name: string } {
  const object = objectOf(tx.definitions, name)
  if (!mayImport(tx.definitions, object, tx.actor))
    throw refuse(
      'not_allowed',
      {
        zh: `您无权导入${object.label.zh}`,
        en: `You may not import ${object.label.en ?? object.name} records`,
      },
      { status: 403 },
    )
  const fields = templateFields(tx, object)
  const headers = headersOf(fields, language)
  const columns = fields.map(([, field], i) => ({ ...columnFor(field), header: headers[i]! }))
  const label = language === 'en' ? (object.label.en ?? object.name) : object.label.zh
  return {
    stream: format === 'csv' ? writeCsv([], columns) : writeXlsx([], columns, { name: label }),
    name: language === 'en' ? `${label}-template` : `${label}导入模板`,
  }
}
