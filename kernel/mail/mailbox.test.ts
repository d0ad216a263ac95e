import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { defineModule, defineObject, text, type AnyRow } from '../../model/index.ts'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { localStore } from '../files/localStore.ts'
import { startTestHouse, type Caller, type TestHouse } from '../testing/testHouse.ts'
import { storeUnavailable } from '../workspace/fileStore.ts'
import { closeWorkspace, openWorkspace, table, type Workspace } from '../workspace/workspace.ts'
import { startMailbox, type Mailbox, type Patience } from './mailbox.ts'
import { savePlace } from './mailboxState.ts'
import { startTestMailbox, type TestMailbox } from './testMailbox.ts'

const note = defineObject('note', {
  label: { zh: '便条', en: 'Note' },
  title: 'subject',
  fields: { subject: text({ max: 500 }), from: text() },
  access: { admin: { read: true } },
})
const post = defineModule({
  name: 'post',
  label: { zh: '邮局', en: 'Post' },
  objects: [note],
  intakes: [
    {
      channel: 'mail',
      label: { zh: '邮件', en: 'Mail' },
      run: async (work, { subject, from, automatic }) =>
        automatic
          ? { accepted: false }
          : { object: 'note', record: (await work.create('note', { subject, from })).id },
    },
  ],
})
const hasty: Patience = { pauseMs: 50, pauseMaxMs: 200, standbyMs: 100, lookMs: 300 }

let house: TestHouse, admin: Caller, imap: TestMailbox
const running: Mailbox[] = []
let storeDown = false
beforeAll(async () => {
  imap = await startTestMailbox()
  const files = await localStore(mkdtempSync(join(tmpdir(), 'guantong-mail-')))
  house = await startTestHouse(testDatabaseUrl(), [post], {
    ...files,
    put: (id, from) => (storeDown ? Promise.reject(storeUnavailable('a test')) : files.put(id, from)),
  })
  admin = await house.person('管理员', ['admin'])
})
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop()
})
afterAll(async () => {
  await house?.stop()
  await imap?.stop()
})

/** Mails are read in threads, which take their time to start. */
const soon = <T>(ask: () => T) => expect.poll(ask, { timeout: 15_000 })

const read = (workspace: Workspace = house.workspace, url = imap.url) => {
  const mailbox = startMailbox(workspace, url, hasty)
  running.push(mailbox)
  return mailbox
}
const letter = (id: string, subject: string, more = '') =>
  `From: Wang <wang@yuanda.test.example>\r\nTo: sales@test.example\r\nMessage-ID: <${id}@yuanda>\r\nSubject: ${subject}\r\n${more}\r\nhello`
const notes = async () =>
  ((await admin.get('/api/records/note?sort=created_at')).items as AnyRow[]).map((one) => one.subject)
/** How often in a row the mailbox could not be read. */
const failures = async () =>
  (
    await sql<{ failures: number }>`select failures from ${table(house.workspace, '_mailbox')}`.execute(
      house.workspace.db,
    )
  ).rows[0]!.failures

test('mail that lay there unread and mail that arrives are taken in, once, and marked as read', async () => {
  imap.deliver(letter('1', 'first'))
  read()
  await soon(notes).toEqual(['first'])
  imap.deliver(letter('2', 'second'))
  await soon(notes).toEqual(['first', 'second'])
  await soon(() => imap.flags().map((flags) => flags.includes('\\Seen'))).toEqual([true, true])
})

test('a crash between taking in and remembering does nothing twice', async () => {
  await savePlace(house.workspace, {
    box: (
      await sql<{ box: string }>`select box from ${table(house.workspace, '_mailbox')}`.execute(
        house.workspace.db,
      )
    ).rows[0]!.box,
    last_uid: 0,
  })
  imap.deliver(letter('2', 'second, sent again'))
  imap.deliver(letter('3', 'third'))
  read()
  await soon(notes).toEqual(['first', 'second', 'third'])
})

test('an attachment becomes a file of the record, typed by its content', async () => {
  storeDown = true
  const part = (name: string, content: string) =>
    `--x\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename="${name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(content).toString('base64')}\r\n`
  imap.deliver(
    letter(
      '4',
      'drawing',
      `Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nsee below\r\n${part('../bracket.txt', 'ISO-10303-21;\nHEADER;')}--x--`,
    ),
  )
  read()
  // Nothing is lost and nothing passed over while the store of files is down.
  await soon(failures).toBeGreaterThan(2)
  expect(await notes()).not.toContain('drawing')
  storeDown = false
  await soon(notes).toContain('drawing')
  const { id } = ((await admin.get('/api/records/note')).items as AnyRow[]).find(
    (one) => one.subject === 'drawing',
  )!
  const { items } = await admin.get(`/api/files?object=note&record=${id}`)
  expect(items).toMatchObject([{ name: 'bracket.txt', kind: 'step', purpose: 'mail' }])
  expect((await admin.raw({ method: 'GET', url: `/api/files/${items[0].id}` })).text).toBe(
    'ISO-10303-21;\nHEADER;',
  )
})

test('what a program wrote is told to nobody and stays unread for people', async () => {
  const before = await notes()
  imap.deliver(letter('5', 'away', 'Auto-Submitted: auto-replied\r\n'))
  imap.deliver(letter('6', 'after it'))
  read()
  await soon(notes).toEqual([...before, 'after it'])
  await soon(() =>
    imap
      .flags()
      .slice(-2)
      .map((flags) => flags.includes('\\Seen')),
  ).toEqual([false, true])
})

test('a mail that cannot be taken in is flagged and told of, and the next one is read', async () => {
  imap.deliver(
    letter('7', 'x'.repeat(10), '')
      .replace(
        'From: Wang <wang@yuanda.test.example>',
        `From: "${'w'.repeat(20)}" <${'w'.repeat(600)}@yuanda.test.example>`,
      )
      .replace('hello', 'a'),
  )
  await sql`alter table ${table(house.workspace, 'note')} add constraint no_cursed check (subject <> 'cursed')`.execute(
    house.workspace.db,
  )
  imap.deliver(letter('8', 'cursed'))
  imap.deliver(letter('9', 'blessed'))
  read()
  await soon(notes).toContain('blessed')
  expect(await notes()).not.toContain('cursed')
  expect(imap.flags().at(-2)).toContain('\\Flagged')
  expect(
    (await admin.get('/api/notifications')).items.filter((one: { title: { zh: string } }) =>
      one.title.zh.includes('加星标'),
    ),
  ).toHaveLength(1)
})

test('of two processes one reads; when it is gone the other goes on', async () => {
  const other = await openWorkspace({
    name: house.workspace.name,
    url: house.workspace.url,
    modules: house.workspace.modules,
    files: house.workspace.files,
    secret: 'a secret of the tests',
    poolSize: 4,
  })
  const first = read()
  imap.deliver(letter('9a', 'before the other came'))
  await soon(notes).toContain('before the other came')
  read(other)
  imap.deliver(letter('10', 'for one of them'))
  await soon(notes).toContain('for one of them')
  await first.stop()
  imap.deliver(letter('11', 'for the other'))
  await soon(notes).toContain('for the other')
  expect((await notes()).filter((one) => String(one).startsWith('for '))).toHaveLength(2)
  for (const one of running.splice(0)) await one.stop()
  await closeWorkspace(other)
})

test('a server that went away is found again, and administrators are told once', async () => {
  read()
  imap.deliver(letter('11a', 'before it went away'))
  await soon(notes).toContain('before it went away')
  await imap.stop()
  const told = async () =>
    (await admin.get('/api/notifications')).items.filter((one: { title: { zh: string } }) =>
      one.title.zh.includes('停止收取：无法连接'),
    )
  await soon(async () => (await told()).length).toBe(1)
  expect((await house.app.inject({ url: '/readyz' })).json()).toEqual({ ready: true, mail: 'failing' })
  const failedSoFar = await failures()
  await soon(failures).toBeGreaterThan(failedSoFar + 2)
  await imap.start()
  imap.deliver(letter('12', 'back again'))
  await soon(notes).toContain('back again')
  expect(await told()).toHaveLength(1)
  await soon(async () => (await house.app.inject({ url: '/readyz' })).json()).toEqual({ ready: true })
})

test('a password that is refused is told at once, and is itself in no message', async () => {
  imap.setPassword('a new one')
  read()
  const told = async () => JSON.stringify((await admin.get('/api/notifications')).items)
  await soon(told).toContain('拒绝登录')
  expect(await told()).not.toMatch(/pa\/ss|pa%2Fss/)
  expect((await admin.raw({ url: '/metrics' })).text).toMatch(/guantong_mail_failing 1/)
})
