import pg from 'pg'

/** A request to cancel that came before its statement was lost: it is said again. */
const againMs = 500

/**
 * A connection that cancels a statement which takes longer than its borrower waits. A time limit of the
 * session would hold for whoever comes next behind a pooler that lends connections by transaction, one of the
 * transaction costs a round trip of its own; a request to cancel costs nothing until it is needed, and
 * poolers pass it on.
 * Source: PostgreSQL manual, Canceling Requests in Progress.
 */
export class PatientClient extends pg.Client {
  /** Infinity: whoever borrows the connection says. */
  patienceMs = Infinity

  override query(...args: any[]): any {
    // any: one body for the many overloads of pg
    const answer: unknown = super.query(...(args as [string]))
    return answer instanceof Promise ? this.within(answer) : answer
  }

  /** The answer, or its cancelling where it takes too long. */
  protected async within<T>(answer: Promise<T>): Promise<T> {
    if (this.patienceMs === Infinity) return answer
    let cancelled: Promise<void> | undefined
    const cancel = () => {
      cancelled = askToCancel(this)
      timer = setTimeout(cancel, againMs)
    }
    let timer = setTimeout(cancel, this.patienceMs)
    try {
      return await answer
    } finally {
      clearTimeout(timer)
      // Until the server has taken the request in, it could meet the next statement.
      await cancelled
    }
  }
}

/** What the types of pg leave out. */
interface Named {
  readonly processID: number
  readonly secretKey: number
  readonly ssl?: unknown
}
interface Messenger extends NodeJS.EventEmitter {
  /** A port and a host, or the path of a socket. */
  connect(at: number | string, host?: string): void
  cancel(processId: number, secretKey: number): void
}

/** Resolves when the server has closed the connection that carried the request. */
const askToCancel = (client: pg.Client): Promise<void> =>
  new Promise((resolve) => {
    const { processID, secretKey, ssl } = client as unknown as Named
    const messenger = new pg.Connection({ ssl } as object) as unknown as Messenger
    messenger.once('end', resolve)
    messenger.on('error', () => resolve())
    // A server that cannot be reached answers neither this nor the statement.
    setTimeout(resolve, 5000).unref()
    messenger.once(ssl ? 'sslconnect' : 'connect', () => messenger.cancel(processID, secretKey))
    if (client.host.startsWith('/')) messenger.connect(`${client.host}/.s.PGSQL.${client.port}`)
    else messenger.connect(client.port, client.host)
  })
