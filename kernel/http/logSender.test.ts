import { createServer as createPlain, type AddressInfo, type Server, type Socket } from 'node:net'
import { createServer as createTls } from 'node:tls'
import { afterEach, expect, test } from 'vitest'
import { makeCertificate } from '../testing/testCertificate.ts'
import { sendLog, type LogSender } from './logSender.ts'

interface Collector {
  readonly port: number
  /** Waits for so many messages, and answers all of them. */
  got(many: number): Promise<readonly string[]>
  stop(): Promise<void>
}
const running: { stop(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of running.splice(0).reverse()) await one.stop()
})

/** A receiver of syslog that counts octets, as RFC 6587 has it. */
async function collect(port = 0, tls?: { cert: string; key: string }): Promise<Collector> {
  const messages: string[] = []
  const sockets = new Set<Socket>()
  let heard = () => {}
  const take = (socket: Socket) => {
    sockets.add(socket)
    let rest = Buffer.alloc(0)
    socket.on('error', () => {})
    socket.on('data', (part: Buffer) => {
      rest = Buffer.concat([rest, part])
      for (;;) {
        const space = rest.indexOf(' ')
        const length = Number(rest.subarray(0, space).toString())
        if (space < 1 || rest.length < space + 1 + length) break
        messages.push(rest.subarray(space + 1, space + 1 + length).toString())
        rest = rest.subarray(space + 1 + length)
      }
      heard()
    })
  }
  const server: Server = tls ? createTls(tls, take) : createPlain(take)
  server.listen(port, '127.0.0.1')
  await new Promise((ready) => server.once('listening', ready))
  const collector: Collector = {
    port: (server.address() as AddressInfo).port,
    got: (many) =>
      new Promise((done) => {
        heard = () => void (messages.length >= many && done(messages))
        heard()
      }),
    async stop() {
      for (const socket of sockets) socket.destroy()
      await new Promise((closed) => server.close(closed))
    },
  }
  running.push(collector)
  return collector
}
function sending(address: string, options: Parameters<typeof sendLog>[1]): LogSender {
  const sender = sendLog(address, options)
  running.push(sender)
  return sender
}

test('each line of the log reaches the collector over TLS as a message of RFC 5424, with its severity and its own time', async () => {
  const pair = makeCertificate('collector')
  const { port, got } = await collect(0, pair)
  const sender = sending(`syslog+tls://localhost:${port}`, { ca: [pair.cert] })
  sender.write(
    '{"level":30,"time":1764547200000,"security":"signed_in"}\n{"level":50,"time":1764547200000,"msg":"坏了"}\nwords\n',
  )
  const [first, second, third] = await got(3)
  expect(first).toMatch(
    /^<134>1 2025-12-01T00:00:00\.000Z \S+ guantong \d+ - - \{"level":30,.*"security":"signed_in"\}$/,
  )
  expect(second).toMatch(/^<131>1 .* \{.*"msg":"坏了"\}$/)
  expect(third).toMatch(/^<132>1 .* words$/)
})

test('a collector with another certificate gets nothing', async () => {
  const { port, got } = await collect(0, makeCertificate('somebody else'))
  const sender = sending(`syslog+tls://localhost:${port}`, {
    ca: [makeCertificate('collector').cert],
    pauseMs: 5,
    roomBytes: 300,
  })
  for (let i = 0; i < 20; i++) sender.write(`{"level":30,"line":${i}}`)
  expect(sender.lost()).toBeGreaterThan(10)
  expect(await Promise.race([got(1), new Promise((late) => setImmediate(() => late('nothing')))])).toBe(
    'nothing',
  )
})

test('while the collector is away lines wait in a bounded room; what found none is counted, and told when it is back', async () => {
  const first = await collect()
  await first.stop()
  running.splice(0)
  const sender = sending(`syslog://127.0.0.1:${first.port}`, { pauseMs: 5, roomBytes: 2000 })
  for (let i = 0; i < 1000; i++) sender.write(`{"level":30,"line":${i}}`)
  const lost = sender.lost()
  expect(lost).toBeGreaterThan(900)
  const { got } = await collect(first.port)
  const messages = await got(1000 - lost + 1)
  expect(messages[0]).toContain(`"lost":${lost}`)
  expect(messages[1]).toContain('"line":0')
  sender.write('{"level":30,"line":"again"}')
  expect((await got(messages.length + 1)).at(-1)).toContain('again')
})
