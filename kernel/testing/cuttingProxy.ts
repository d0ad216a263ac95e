import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

export interface CuttingProxy {
  /** The database by way of the proxy. */
  readonly url: string
  /** What was sent to the database since the last `cutAfter`. */
  sent(): number
  /**
   * After so many more sendings, once the database has answered the last of them, every connection breaks and
   * none is made any more.
   */
  cutAfter(sendings: number): void
  stop(): Promise<void>
}

/**
 * Stands between a workspace and its database. To the database a cut looks as if the process were killed at
 * that very moment: what it was asked last is done, and nobody hears the answer.
 */
export async function openCuttingProxy(databaseUrl: string): Promise<CuttingProxy> {
  const target = new URL(databaseUrl)
  const open = new Set<Socket>()
  let [sent, left, dead] = [0, Infinity, false]
  const cut = () => {
    dead = true
    for (const socket of open) socket.destroy()
  }
  const server = createServer((client) => {
    if (dead) return void client.destroy()
    const base = connect(Number(target.port), target.hostname)
    let last = false
    for (const socket of [client, base]) {
      open.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        open.delete(socket)
        client.destroy()
        base.destroy()
      })
    }
    client.on('data', (bytes) => {
      if (dead) return
      sent++
      if (sent > left) return cut()
      last = sent === left
      base.write(bytes)
    })
    base.on('data', (bytes) => (last || dead ? cut() : client.write(bytes)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: Object.assign(new URL(databaseUrl), {
      hostname: '127.0.0.1',
      port: String((server.address() as AddressInfo).port),
    }).toString(),
    sent: () => sent,
    cutAfter(sendings) {
      sent = 0
      left = sendings
      if (sendings === 0) cut()
    },
    stop: () =>
      new Promise((resolve) => {
        cut()
        server.close(() => resolve())
      }),
  }
}
