import pg from 'pg'
import { addressNow } from './addressNow.ts'
import { databaseUnavailable, outageOf } from './outage.ts'
import type { DatabaseWatch } from './watch.ts'

/**
 * A database that has no connection left is asked again, as all processes want theirs back at the same moment
 * after an outage.
 */
const againMs = 50

/**
 * Connections that are lent only while the database answers: whoever asks for one while it does not, or waits
 * for one when it falls silent, is refused `database_unavailable`. Waiting for others to give a connection
 * back has no limit: a pool in full use is no outage.
 */
export class WatchedPool extends pg.Pool {
  readonly #watch: DatabaseWatch

  constructor(watch: DatabaseWatch, options: pg.PoolConfig) {
    super({
      ...options,
      Client: hasty((options.Client as typeof pg.Client | undefined) ?? pg.Client, watch.patienceMs),
      onConnect: async (client: pg.ClientBase) => {
        client.on('error', () => {}) // a connection that breaks while it is lent out fails the statement it runs, not the process
        watch.guard(client as pg.Client)
        await options.onConnect?.(client)
      },
    })
    this.#watch = watch
    this.on('error', () => {}) // an idle connection that broke is replaced on next use
  }

  override connect(): Promise<pg.PoolClient>
  override connect(
    told: (
      error: Error | undefined,
      client: pg.PoolClient | undefined,
      done: (release?: unknown) => void,
    ) => void,
  ): void
  override connect(told?: (error: any, client: any, done: any) => void): any {
    // any: the driver's own overloads
    const lent = this.#lend()
    if (!told) return lent
    lent.then(
      (client) => told(undefined, client, givenBackOnce(client)),
      (error: unknown) => told(error, undefined, () => {}),
    )
  }

  async #lend(): Promise<pg.PoolClient> {
    if (this.idleCount > 0 && !this.#watch.awaySince()) return super.connect()
    for (let left = this.#watch.patienceMs; ; left -= againMs) {
      try {
        return await this.#lendWhileThere()
      } catch (error) {
        if (left <= 0 || outageOf(error)?.code !== 'database_busy') throw error
        await new Promise((resume) => setTimeout(resume, againMs)) // others give back, or one of our own becomes idle
      }
    }
  }

  #lendWhileThere(): Promise<pg.PoolClient> {
    if (this.#watch.awaySince()) return Promise.reject(databaseUnavailable())
    return new Promise((resolve, reject) => {
      let refused = false
      const leave = this.#watch.onLost(() => {
        refused = true
        leave()
        reject(databaseUnavailable())
      })
      super.connect().then(
        (client) => {
          leave()
          if (refused) client.release(true)
          else resolve(client)
        },
        (error: unknown) => {
          leave()
          reject(error as Error)
        },
      )
    })
  }
}

/** The limit is one of the client: that of the pool would count the time of waiting in line too. */
function hasty(Client: typeof pg.Client, connectionTimeoutMillis: number): typeof pg.Client {
  return class extends Client {
    constructor(config?: string | pg.ClientConfig) {
      const { connectionString = '', ...options } = config as pg.ClientConfig
      super({ ...options, connectionString: addressNow(connectionString), connectionTimeoutMillis })
    }
  }
}

/**
 * Gives the connection back the first time only. The listener of the jobs gives its connection back for the
 * error and again for the stop when it is stopped in the moment the connection breaks; nobody hears the
 * driver's complaint about the second, which then ends the process.
 */
function givenBackOnce(client: pg.PoolClient): (release?: unknown) => void {
  let out = true
  return (release) => {
    if (out) client.release(release as Error | boolean | undefined)
    out = false
  }
}
