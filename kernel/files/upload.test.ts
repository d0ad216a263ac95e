import { readdirSync, utimesSync, writeFileSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { defineObject, text } from '../../model/index.ts'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { jobsSchema } from '../jobs/jobs.ts'
import { createRecord } from '../records/write.ts'
import { startTestHouse, type Caller, type TestHouse } from '../testing/testHouse.ts'
import type { FileStore } from '../workspace/fileStore.ts'
import { transact } from '../workspace/transact.ts'
import { systemActor, table } from '../workspace/workspace.ts'
import { storeContent } from './files.ts'
import { openFileStore } from './openFileStore.ts'
import { startTestS3, type TestS3 } from './testStore.ts'
import { sweepUploads } from './uploads.ts'

const part = defineObject('part', {
  label: { zh: '零件', en: 'Part' },
  title: 'name',
  fields: { name: text({ required: true }) },
  access: { engineer: { create: true, read: true, update: true } },
})
const shop = {
  name: 'shop',
  label: { zh: '车间', en: 'Shop' },
  objects: [part],
  roles: [{ name: 'engineer', label: { zh: '工程师', en: 'Engineer' } }],
}

let s3: TestS3
beforeAll(async () => {
  s3 = await startTestS3()
})
afterAll(() => s3?.close())

describe.each(['a local folder', 'an S3-compatible store'])('uploads to %s', (kind) => {
  let house: TestHouse, engineer: Caller, store: FileStore, record: string
  beforeAll(async () => {
    store = await openFileStore({
      folder: mkdtempSync(join(tmpdir(), 'guantong-upload-')),
      url: kind === 'a local folder' ? undefined : s3.url,
    })
    house = await startTestHouse(testDatabaseUrl(), [shop], store)
    engineer = await house.person('陈工', ['engineer'])
    record = (await engineer.post('/api/records/part', { name: '支架' })).id
  })
  afterAll(() => house?.stop())

  const upload = (content: string | Buffer, fields: Record<string, string> = { object: 'part', record }) => {
    const head = Object.entries(fields)
      .map(([name, value]) => `--x\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
      .join('')
    const payload = Buffer.concat([
      Buffer.from(`${head}--x\r\ncontent-disposition: form-data; name="file"; filename="支架.step"\r\n\r\n`),
      Buffer.from(content as string),
      Buffer.from('\r\n--x--\r\n'),
    ])
    return engineer.raw({
      method: 'POST',
      url: '/api/files',
      payload,
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
    })
  }
  const pending = async () =>
    (
      await sql<{ id: string }>`select id from ${table(house.workspace, '_upload')}`.execute(
        house.workspace.db,
      )
    ).rows.map((row) => row.id)

  test('a file goes up, is typed by its content, comes down as it was, and nothing is left under way', async () => {
    const content = Buffer.concat([Buffer.from('ISO-10303-21;\n'), Buffer.alloc(9_000_000, 'a')])
    const { status, body } = await upload(content)
    expect([status, body.kind, body.size]).toEqual([201, 'step', content.length])
    const down = await engineer.raw({ method: 'GET', url: `/api/files/${body.id}` })
    expect([down.status, down.headers['content-length'], down.text === content.toString()]).toEqual([
      200,
      String(content.length),
      true,
    ])
    expect(await pending()).toEqual([])
    expect(readdirSync(store.temporary)).toEqual([])
  })

  test('an upload to a record that is not there reaches neither store nor table', async () => {
    expect(
      (await upload('x', { object: 'part', record: '0192f0c0-0000-7000-8000-000000000000' })).status,
    ).toBe(404)
    expect(await pending()).toEqual([])
    expect(readdirSync(store.temporary)).toEqual([])
  })

  test('a transaction that is undone leaves bytes that the housekeeping finds a day later, and only those', async () => {
    const kept = (await upload('ISO-10303-21; kept')).body.id
    await expect(
      transact(house.workspace, systemActor('tests'), async (tx) => {
        await storeContent(tx, new TextEncoder().encode('%PDF-1.7 never sent'), {
          name: 'quote.pdf',
          object: 'part',
          record,
        })
        await createRecord(tx, 'part', {})
      }),
    ).rejects.toMatchObject({ code: 'field_required' })
    const [stray, ...others] = await pending()
    expect(others).toEqual([])
    expect(await store.exists(stray!)).toBe(true)
    expect(await sweepUploads(house.workspace)).toBe(0)
    await sql`update ${table(house.workspace, '_upload')} set at = now() - interval '25 hours'`.execute(
      house.workspace.db,
    )
    expect(await sweepUploads(house.workspace)).toBe(1)
    expect([await store.exists(stray!), await store.exists(kept), await pending()]).toEqual([false, true, []])
  })

  test('the housekeeping is on the timetable of every house', async () => {
    const { rows } = await sql<{
      identifier: string
    }>`select identifier from ${sql.id(jobsSchema(house.workspace), '_private_known_crontabs')}`.execute(
      house.workspace.db,
    )
    expect(rows.map((row) => row.identifier)).toContain('sweep')
  })

  test('half a file of a process that died is removed from its folder, a fresh one stays', async () => {
    for (const name of ['old', 'new']) writeFileSync(join(store.temporary, name), 'half a fi')
    const longAgo = Date.now() / 1000 - 2 * 86_400
    utimesSync(join(store.temporary, 'old'), longAgo, longAgo)
    await sweepUploads(house.workspace)
    expect(readdirSync(store.temporary)).toEqual(['new'])
  })

  // A folder is never down without its disk: only a store over the network is.
  if (kind !== 'a local folder')
    test('a store that is down: one plain sentence, no row, and the next try is a file', async () => {
      const before = (await upload('ISO-10303-21; before')).body.id
      expect((await house.app.inject({ url: '/readyz' })).json()).toEqual({ ready: true })
      await s3.stop()
      const refused = await upload('ISO-10303-21; lost?')
      expect([refused.status, refused.body.code, refused.text.includes('S3RVER')]).toEqual([
        503,
        'store_unavailable',
        false,
      ])
      const down = await engineer.raw({ method: 'GET', url: `/api/files/${before}` })
      expect([down.status, down.body.code]).toEqual([503, 'store_unavailable'])
      await expect
        .poll(async () => (await house.app.inject({ url: '/readyz' })).json(), { timeout: 8000 })
        .toEqual({ ready: true, files: 'unreachable' })
      const metrics = (await (await house.person('管理员', ['admin'])).raw({ url: '/metrics' })).text
      expect(metrics).toMatch(/guantong_files_unreachable 1/)
      expect(metrics).not.toContain('S3RVER')
      const { items } = await engineer.get(`/api/files?object=part&record=${record}`)
      await s3.start()
      expect((await upload('ISO-10303-21; again')).status).toBe(201)
      expect((await engineer.get(`/api/files?object=part&record=${record}`)).items).toHaveLength(
        items.length + 1,
      )
      expect((await engineer.raw({ method: 'GET', url: `/api/files/${before}` })).text).toBe(
        'ISO-10303-21; before',
      )
    })
})
