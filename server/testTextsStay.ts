import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { expect } from 'vitest'
import { createPdf } from '../kernel/documents/pdf.ts'
import { readXlsx } from '../kernel/documents/readXlsx.ts'
import { sheetLimits } from '../kernel/documents/sheetLimits.ts'
import { trimmed } from '../model/index.ts'
import type { Answer } from './testPerson.ts'

/** Texts of several lines keep them; of one line or of several, blanks around are nobody's words. */
const several = ['message', 'remarks', 'content']
const kept = (field: string, text: string): string =>
  trimmed(several.includes(field) ? text : text.replace(/[\t\r\n]+/g, ' '))

/**
 * Proves that texts come back as they went in, but for blanks around them, from every text of three objects,
 * and leave inert in CSV, workbook and PDF.
 */
export async function proveTextsStay(
  { base, cookie }: { readonly base: string; readonly cookie: string },
  texts: readonly string[],
): Promise<void> {
  const bytes = async (path: string) => {
    const answer = await fetch(`${base}/api${path}`, { headers: { cookie } })
    expect(answer.status).toBe(200)
    return Buffer.from(await answer.arrayBuffer())
  }
  const json = async (path: string, body?: object): Promise<Answer> => {
    const answer = await fetch(
      `${base}/api${path}`,
      body
        ? {
            method: 'POST',
            headers: { cookie, 'content-type': 'application/json' },
            body: JSON.stringify(body),
          }
        : { headers: { cookie } },
    )
    return answer.json()
  }
  const storable = texts.filter(
    (text) => trimmed(text) !== '' && text.length <= 200 && !/[\u0000]/.test(text) && text.isWellFormed(),
  )
  const places: readonly [
    object: string,
    make: (text: string) => Record<string, unknown>,
    fields: readonly string[],
  ][] = [
    [
      'lead',
      (text) => ({
        company: text,
        message: text,
        industry: [...text].slice(0, 20).join(''),
        source: 'phone',
        owner: null,
      }),
      ['company', 'message', 'industry'],
    ],
    [
      'customer',
      (text) => ({ name: text, remarks: text, main_product: text, address: text }),
      ['name', 'remarks', 'main_product', 'address'],
    ],
    [
      'activity',
      (text) => ({ kind: 'call', content: text, subject: text, next_action: text }),
      ['content', 'subject', 'next_action'],
    ],
  ]
  for (const [object, make, fields] of places) {
    const { results } = await json(`/records/${object}/bulk`, { create: storable.map(make) })
    expect(
      results
        .map((result: Answer, i: number) =>
          result.ok ? null : `${JSON.stringify(storable[i])}: ${result.problem.detail}`,
        )
        .filter(Boolean),
    ).toEqual([])
    const stored = new Map<string, Answer>()
    for (let after = ''; ;) {
      const page = await json(`/records/${object}?limit=500&sort=-created_at${after && `&after=${after}`}`)
      for (const item of page.items) stored.set(item.id, item)
      if (!page.next) break
      after = page.next
    }
    const changed = storable.flatMap((text, i) =>
      fields
        .filter((field) => stored.get(results[i].id)?.[field] !== kept(field, make(text)[field] as string))
        .map(
          (field) =>
            `${field}: ${JSON.stringify(text)} became ${JSON.stringify(stored.get(results[i].id)?.[field])}`,
        ),
    )
    expect(changed).toEqual([])

    const csv = (await bytes(`/records/${object}/export?format=csv&fields=${fields.join(',')}`)).toString()
    const cells = (parse(csv, { relax_column_count: true, bom: true }) as string[][]).flat()
    expect(
      cells
        .filter((cell) => /^[\u0000-\u001f]*[=+\-@＝＋－＠]/.test(cell) && !/^[+-]?\d+(\.\d+)?$/.test(cell))
        .slice(0, 10),
    ).toEqual([])
    const sheet = await bytes(`/records/${object}/export?format=xlsx&fields=${fields.join(',')}`)
    const path = join(await mkdtemp(join(tmpdir(), 'guantong-hostile-')), 'a.xlsx')
    await writeFile(path, sheet)
    let rows = 0
    for await (const row of readXlsx(path, { limits: sheetLimits })) rows += row.cells.length > 0 ? 1 : 0
    expect(rows).toBeGreaterThan(storable.length)
  }
  expect(
    (
      await createPdf({
        template: '#for row in sys.inputs.pairs() [#row.at(1)]',
        data: { all: storable.join('\n') },
      })
    )
      .subarray(0, 5)
      .toString(),
  ).toBe('%PDF-')
}
