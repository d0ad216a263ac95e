import { open } from 'node:fs/promises'
import type { Label } from '../../model/refuse.ts'
import { refuseSheet } from './sheetLimits.ts'

/** What people send instead of a table, by how it begins. A web page is what many programs save as .xls. */
const others: readonly (readonly [RegExp, Required<Label>])[] = [
  [/^BEGIN:VCARD/i, { zh: '电子名片（vCard）', en: 'a business card file (vCard)' }],
  [/^BEGIN:VCALENDAR/i, { zh: '日历文件', en: 'a calendar file' }],
  [/^%PDF-/, { zh: 'PDF文件', en: 'a PDF' }],
  [/^(?:<!DOCTYPE html|<html|<table|<meta|<head)/i, { zh: '网页', en: 'a web page' }],
  [/^<\?xml|^<[a-z][\w:.-]*[\s>]/i, { zh: 'XML文件', en: 'an XML file' }],
  [/^(?:\{\s*"|\[\s*[[{"])/, { zh: 'JSON文件', en: 'a JSON file' }],
  [/^\{\\rtf/, { zh: 'RTF文档', en: 'an RTF document' }],
  [/^(?:\x89PNG|\xff\xd8\xff|GIF8|BM.{4}\0\0|II\*\0|MM\0\*)/s, { zh: '图片', en: 'a picture' }],
  [/^(?:From |Received:|Return-Path:|MIME-Version:)/i, { zh: '邮件', en: 'a mail' }],
]

/**
 * Tells a workbook from a text of cells by its content, and refuses what is neither, in words.
 * @throws Refusal sheet_old_format, sheet_not_table
 */
export async function tableKind(path: string): Promise<'xlsx' | 'csv'> {
  const head = await readHead(path)
  if (head.startsWith('PK\x03\x04')) return 'xlsx'
  if (head.startsWith('\xd0\xcf\x11\xe0'))
    throw refuseSheet(
      'sheet_old_format',
      '这是旧版XLS或加密的文件，请用Excel另存为未加密的XLSX',
      'An old XLS or an encrypted workbook: save it as an unencrypted XLSX',
    )
  const text = /^(?:\xff\xfe|\xfe\xff)/.test(head)
    ? head.slice(2).replaceAll('\0', '')
    : head.replace(/^\xef\xbb\xbf/, '')
  const start = text.trimStart()
  const found = others.find(([shape]) => shape.test(start))?.[1]
  if (found)
    throw refuseSheet(
      'sheet_not_table',
      `这是${found.zh}，不是表格：请用Excel打开内容后另存为XLSX或CSV，再导入`,
      `This is ${found.en}, not a table: send its content as XLSX or CSV`,
    )
  return 'csv'
}

/** The first bytes, one character each. */
async function readHead(path: string): Promise<string> {
  const file = await open(path)
  try {
    const head = new Uint8Array(512)
    const { bytesRead } = await file.read(head, 0, 512, 0)
    return Buffer.from(head.subarray(0, bytesRead)).toString('latin1')
  } finally {
    await file.close()
  }
}
