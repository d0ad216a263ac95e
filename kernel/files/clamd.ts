import { createReadStream } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { refuse } from '../../model/index.ts'
import type { Scanner } from '../workspace/scanner.ts'

/** Silence of the scanner that is taken for its absence: a large archive takes it a while. */
const silenceMs = 60_000
/** What clamd takes in one piece. */
const chunkSize = 64 * 1024
const answerMax = 1024

/**
 * A scanner that speaks the protocol of clamd: `INSTREAM`, then chunks with their length before them, then a
 * length of nothing (clamd(8), "COMMANDS"). The file passes over the connection, so the scanner needs no
 * access to any folder.
 * @example const scanner = clamd('/run/clamav/clamd.ctl'); await scanner.scan('data/files/incoming/…')
 * @param address `host:port`, or the path of a socket
 */
export function clamd(address: string): Scanner {
  const { port, host, path } = readScannerAddress(address)
  return {
    async scan(file) {
      const socket = path === undefined ? connect({ host: host!, port: port! }) : connect({ path })
      try {
        const answer = readAnswer(socket)
        await Promise.all([answer, send(socket, file, answer)])
        return verdictOf(await answer)
      } finally {
        socket.destroy()
      }
    },
  }
}

interface Place {
  readonly host?: string
  readonly port?: number
  readonly path?: string
}

/** Reads `host:port`, `[::1]:3310` or an absolute path. Refuses `bad_setting`. */
export function readScannerAddress(address: string): Place {
  if (address.startsWith('/')) return { path: address }
  const [, host, port] = /^\[?([^\]]+?)\]?:(\d{1,5})$/.exec(address) ?? []
  if (host && Number(port) > 0 && Number(port) < 65_536) return { host, port: Number(port) }
  throw refuse(
    'bad_setting',
    {
      zh: '设置 GUANTONG_CLAMD 不可用：应为 主机:端口 或 socket 文件的绝对路径',
      en: 'The setting GUANTONG_CLAMD cannot be used: it is host:port or the absolute path of a socket',
    },
    { field: 'GUANTONG_CLAMD' },
  )
}

function readAnswer(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    socket.setTimeout(silenceMs, () => socket.destroy(new Error('the scanner is silent')))
    socket.on('data', (part: Buffer) => {
      text += part.toString('utf8')
      if (text.includes('\0') || text.length > answerMax) resolve(text.replace(/\0.*$/s, ''))
    })
    socket.on('error', reject)
    socket.on('close', () => reject(new Error('the scanner closed the connection')))
  })
}

/** The scanner may answer, and close, before it has all of it: what is too large for it, or found early. */
async function send(socket: Socket, file: string, answer: Promise<string>): Promise<void> {
  const over = answer.then(
    () => true,
    () => true,
  )
  const write = async (bytes: Uint8Array) => {
    if (socket.destroyed) return
    if (!socket.write(bytes))
      await Promise.race([over, new Promise((resume) => socket.once('drain', resume))])
  }
  await write(Buffer.from('zINSTREAM\0'))
  for await (const part of createReadStream(file, { highWaterMark: chunkSize }) as AsyncIterable<Buffer>) {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(part.length)
    await write(Buffer.concat([length, part]))
  }
  await write(Buffer.alloc(4))
}

function verdictOf(answer: string): string | null {
  if (/^stream: OK$/.test(answer)) return null
  const found = /^stream: (.+) FOUND$/.exec(answer)?.[1]
  if (found) return found
  throw new Error(`the scanner answered ${answer.slice(0, 100)}`)
}
