import { createServer } from 'node:net'
import { refuse } from '../model/refuse.ts'
import type { Config } from './config.ts'

type Place = Pick<Config, 'port' | 'host'>

/**
 * Whether the server could listen where it is told to, asked before the database is started and moved: a second
 * start on the same machine ends with a sentence and has touched nothing.
 *
 * @throws {Refusal} `port_taken`, `port_denied`
 */
export async function requireFreePort(place: Place): Promise<void> {
  const probe = createServer()
  await listening(
    place,
    () =>
      new Promise<void>((resolve, reject) => {
        probe.once('error', reject).listen(place.port, place.host, () => probe.close(() => resolve()))
      }),
  )
}

/** Listens, and says in words why it cannot where the port is taken after all. */
export async function listening(place: Place, listen: () => Promise<unknown>): Promise<void> {
  try {
    await listen()
  } catch (error) {
    throw refusalOf(error, place) ?? error
  }
}

function refusalOf(error: unknown, { port, host }: Place) {
  const nextPort = port < 65535 ? port + 1 : 3000
  const other = {
    zh: `换一个端口启动：PORT=${nextPort} npm start`,
    en: `Start at another port: PORT=${nextPort} npm start`,
  }
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE':
      return refuse('port_taken', {
        zh: `端口 ${port}（${host}）已被其他程序占用，也可能是已经启动的另一个贯通。请先停止它，或${other.zh}`,
        en: `Port ${port} (${host}) is taken by another program, perhaps by Guantong started before. Stop that one, or choose another. ${other.en}`,
      })
    case 'EACCES':
      return refuse('port_denied', {
        zh: `无权使用端口 ${port}（${host}），1024 以下的端口通常须由管理员开放。请${other.zh}`,
        en: `Port ${port} (${host}) is not allowed to this account; ports under 1024 usually need an administrator. ${other.en}`,
      })
  }
}
