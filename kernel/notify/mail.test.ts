import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { startTestHouse, type Caller, type TestHouse } from '../testing/testHouse.ts'
import { changeRecord } from '../records/write.ts'
import { transact } from '../workspace/transact.ts'
import { systemActor } from '../workspace/workspace.ts'
import { notify } from './notify.ts'

/** Letters as a mail server on this machine received them. */
const letters: { readonly to: string; readonly text: string }[] = []
let busy = 0
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onData(stream, session, done) {
    const parts: Buffer[] = []
    stream.on('data', (part: Buffer) => parts.push(part))
    stream.on('end', () => {
      if (busy-- > 0) return done(Object.assign(new Error('4.3.2 try again'), { responseCode: 451 }))
      letters.push({ to: session.envelope.rcptTo[0]!.address, text: Buffer.concat(parts).toString() })
      done()
    })
  },
})

let house: TestHouse, seller: Caller
const before = process.env.SMTP_URL
beforeAll(async () => {
  await new Promise<void>((ready) => void server.listen(0, '127.0.0.1', ready))
  process.env.SMTP_URL = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`
  house = await startTestHouse(testDatabaseUrl(), [])
  seller = await house.person('林晓', ['everyone'])
})
afterAll(async () => {
  await house?.stop()
  server.close()
  if (before === undefined) delete process.env.SMTP_URL
  else process.env.SMTP_URL = before
})

const tell = (key: string) =>
  transact(house.workspace, systemActor('tests'), (tx) =>
    notify(tx, [seller.id], {
      title: { zh: '新线索：华东精密', en: 'New lead' },
      object: 'user',
      record: seller.id,
      key,
    }),
  )
const setMail = (email: string | null) =>
  transact(house.workspace, systemActor('tests'), (tx) => changeRecord(tx, 'user', seller.id, { email }))

test('a notice is in the app at once and in the mailbox of who has one, once', async () => {
  await setMail('lin@test.example')
  await tell('first')
  await tell('first')
  await house.settle()
  expect((await seller.get('/api/notifications')).items).toHaveLength(1)
  expect(letters.map((letter) => letter.to)).toEqual(['lin@test.example'])
  expect(letters[0]!.text).toContain(`Subject: =?UTF-8?`)
})

test('without an address it stays in the app', async () => {
  await setMail(null)
  await tell('second')
  await house.settle()
  expect((await seller.get('/api/notifications')).unread).toBe(2)
  expect(letters).toHaveLength(1)
})

test('a mail server that is busy is asked again, and one letter arrives', async () => {
  await setMail('lin@test.example')
  busy = 1
  await tell('third')
  await house.settle()
  expect(letters).toHaveLength(2)
})
