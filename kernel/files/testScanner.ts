import { createServer, type AddressInfo, type Socket } from 'node:net'

/**
 * What every scanner takes for malware by agreement (EICAR), in two halves, so that no scanner takes this
 * file for it.
 */
export const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR', '-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('')

export interface StubScanner {
  readonly address: string
  /** Bytes it was given, without the lengths. */
  readonly seen: () => number
  stop(): Promise<void>
}

/**
 * A stub of clamd, written from its published protocol: it finds EICAR and takes so many bytes. No scanner.
 */
export async function startStubScanner(bytesMax = 1024 * 1024): Promise<StubScanner> {
  let seen = 0
  const answer = (socket: Socket) => {
    let bytes = Buffer.alloc(0)
    socket.on('error', () => {})
    socket.on('data', (part: Buffer) => {
      bytes = Buffer.concat([bytes, part])
      if (bytes.subarray(0, 10).toString() !== 'zINSTREAM\0'.slice(0, bytes.length))
        return void socket.end('UNKNOWN COMMAND\0')
      const content: Buffer[] = []
      for (let at = 10; at + 4 <= bytes.length;) {
        const length = bytes.readUInt32BE(at)
        if (length === 0) {
          const whole = Buffer.concat(content)
          seen += whole.length
          return void socket.end(
            whole.includes(eicar) ? 'stream: Eicar-Test-Signature FOUND\0' : 'stream: OK\0',
          )
        }
        content.push(bytes.subarray(at + 4, at + 4 + length))
        at += 4 + length
        if (at > bytesMax) return void socket.end('INSTREAM size limit exceeded. ERROR\0')
      }
    })
  }
  const server = createServer(answer).listen(0, '127.0.0.1')
  await new Promise((ready) => server.once('listening', ready))
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen: () => seen,
    stop: () => new Promise((done) => server.close(() => done())),
  }
}
