import { hostname } from 'node:os'
import { connect as connectPlain, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { StringDecoder } from 'node:string_decoder'

export interface LogSender {
  /** Takes a line, or many; never waits and never throws. */
  write(lines: string): void
  /** Lines that found no room while the collector was away. */
  lost(): number
  /** Gives what waits a moment to leave. */
  stop(): Promise<void>
}

export interface LogSending {
  /** Bytes that may wait. */
  readonly roomBytes?: number
  /** First pause before a connection is tried again; it doubles up to half a minute. */
  readonly pauseMs?: number
  /** Authorities besides those of the system. */
  readonly ca?: readonly string[]
}

const usualRoom = 8 * 1024 * 1024
const pauseMaxMs = 30_000
const partingMs = 2000

/** Syslog's severity of pino's levels (RFC 5424, 6.2.1), in the facility local0. */
const priorityOf = (level: number) =>
  16 * 8 + (level >= 60 ? 2 : level >= 50 ? 3 : level >= 40 ? 4 : level >= 30 ? 6 : 7)

/**
 * Sends every line of the log to a collector besides: RFC 5424 with octet counting (RFC 6587 3.4.1) over TLS
 * (RFC 5425) or TCP. Lines wait in a bounded queue while the collector is away, and the next line it gets
 * says how many found no room. What was on its way when a connection broke is lost: syslog has no receipts.
 * @example const sender = sendLog('syslog+tls://logs.example.cn:6514')
 */
export function sendLog(
  address: string,
  { roomBytes = usualRoom, pauseMs = 500, ca }: LogSending = {},
): LogSender {
  const open = openerOf(address, ca)
  const waiting = makeRoom(roomBytes)
  let socket: Socket
  let ready = false
  let stopping = false
  let pause = pauseMs
  let timer: NodeJS.Timeout | undefined

  const flush = () => {
    for (let frame; ready && (frame = waiting.take());) ready = socket.write(frame)
  }
  const goOn = () => {
    ready = true
    flush()
  }
  const dial = () => {
    socket = open(() => {
      pause = pauseMs
      goOn()
    })
    socket.unref()
    socket.setKeepAlive(true, 30_000)
    socket.on('drain', goOn)
    socket.on('error', () => {}) // `close` follows
    socket.on('data', () => {}) // a collector says nothing; its end is seen by reading
    socket.on('close', () => {
      ready = false
      if (stopping) return
      timer = setTimeout(dial, pause).unref()
      pause = Math.min(pause * 2, pauseMaxMs)
    })
  }
  dial()
  return {
    write(lines) {
      for (const line of lines.split('\n')) if (line.trim() !== '') waiting.put(frameOf(line))
      flush()
    },
    lost: waiting.lost,
    async stop() {
      stopping = true
      clearTimeout(timer)
      flush()
      if (!socket.destroyed) await part(socket)
    },
  }
}

/** Dials the collector and calls back once lines may be sent. */
function openerOf(address: string, ca: readonly string[] | undefined): (connected: () => void) => Socket {
  const { protocol, hostname: host, port } = new URL(address)
  const bare = host.replace(/^\[|\]$/g, '')
  if (protocol !== 'syslog+tls:')
    return (connected) => connectPlain({ host: bare, port: Number(port || 601) }, connected)
  const name = isIP(bare) === 0 ? { servername: bare } : {}
  return (connected) =>
    connectTls({ host: bare, port: Number(port || 6514), ...name, ...(ca && { ca: [...ca] }) }, connected)
}

/** What waits, oldest first, in a bounded room; whoever takes is told first of what found none. */
function makeRoom(bytesMax: number) {
  const queue: Buffer[] = []
  let [bytes, lost, untold] = [0, 0, 0]
  return {
    put(frame: Buffer) {
      if (bytes + frame.length > bytesMax) {
        lost++
        untold++
        return
      }
      queue.push(frame)
      bytes += frame.length
    },
    take(): Buffer | undefined {
      if (untold > 0) {
        const told = {
          level: 40,
          time: Date.now(),
          msg: 'lines of the log were lost while the collector was away',
          lost: untold,
        }
        untold = 0
        return frameOf(JSON.stringify(told))
      }
      const frame = queue.shift()
      bytes -= frame?.length ?? 0
      return frame
    },
    lost: () => lost,
  }
}

/** Lets what was given to the connection leave, but not for long. */
function part(socket: Socket): Promise<void> {
  return new Promise((done) => {
    const late = setTimeout(() => socket.destroy(), partingMs)
    socket.once('close', () => {
      clearTimeout(late)
      done()
    })
    socket.ref()
    if (socket.connecting) socket.destroy()
    else socket.end()
  })
}

/** A line that is JSON says its own level and time; any other is a warning of now. */
function frameOf(line: string): Buffer {
  const { level, time } = readLine(line)
  const message = `<${priorityOf(level)}>1 ${new Date(time).toISOString()} ${hostname() || '-'} guantong ${process.pid} - - ${cut(line)}`
  const bytes = Buffer.from(message)
  return Buffer.concat([Buffer.from(`${bytes.length} `), bytes])
}

function readLine(line: string): { readonly level: number; readonly time: number } {
  try {
    const { level, time } = JSON.parse(line) as { level?: unknown; time?: unknown }
    return {
      level: typeof level === 'number' ? level : 40,
      time: typeof time === 'number' ? time : Date.now(),
    }
  } catch {
    return { level: 40, time: Date.now() }
  }
}

/** What collectors take of one message at the most. */
const messageMax = 32 * 1024
const cut = (line: string) =>
  line.length <= messageMax
    ? line
    : new StringDecoder('utf8').write(Buffer.from(line).subarray(0, messageMax))
