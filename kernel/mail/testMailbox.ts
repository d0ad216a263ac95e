import type { AddressInfo, Server, Socket } from 'node:net'
// @ts-expect-error the package brings no types
import hoodiecrow from 'hoodiecrow-imap'

export interface TestMailbox {
  readonly url: string
  /** A letter arrives; text beyond ASCII goes out byte by byte, so that any encoding can be sent. */
  deliver(raw: string | Buffer): void
  /** Flags of the letters, in the order they came. */
  flags(): string[][]
  setPassword(password: string): void
  /** Cuts every connection and takes no new one until `start`. */
  stop(): Promise<void>
  start(): Promise<void>
}

interface Hoodiecrow {
  readonly server: Server
  readonly users: Record<string, { password: string }>
  getMailbox(name: string): { messages: { flags: string[] }[] }
  appendMessage(mailbox: string, flags: string[], date: false, raw: string): void
}

/**
 * An IMAP server on this machine with one mailbox; made by the authors of the client, which is told apart
 * from it by the protocol alone.
 */
export async function startTestMailbox(): Promise<TestMailbox> {
  const imap = (hoodiecrow as (options: object) => Hoodiecrow)({
    plugins: ['ID', 'IDLE', 'UIDPLUS', 'NAMESPACE', 'ENABLE', 'LITERALPLUS', 'UNSELECT', 'SPECIAL-USE'],
    users: { 'sales@test.example': { password: 'pa/ss word' } },
    storage: { INBOX: { messages: [] } },
  })
  const sockets = new Set<Socket>()
  imap.server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => {}).on('close', () => sockets.delete(socket))
  })
  let port = 0
  const start = () =>
    new Promise<void>((ready) =>
      imap.server.listen(port, '127.0.0.1', () => {
        port = (imap.server.address() as AddressInfo).port
        ready()
      }),
    )
  await start()
  return {
    url: `imap://sales%40test.example:pa%2Fss%20word@127.0.0.1:${port}/INBOX`,
    start,
    deliver: (raw) => imap.appendMessage('INBOX', [], false, Buffer.from(raw as string).toString('binary')),
    flags: () => imap.getMailbox('INBOX').messages.map(({ flags }) => flags),
    setPassword: (password) => void (imap.users['sales@test.example'] = { password }),
    stop: () =>
      new Promise<void>((done) => {
        imap.server.close(() => done())
        for (const socket of sockets) socket.destroy()
      }),
  }
}
