import type { CrashHouse } from './crashHouse.ts'

/** One way to hit the house; what it answers is done before the next one. */
export type Blow = readonly [
  name: string,
  weight: number,
  strike: (house: CrashHouse, random: () => number) => Promise<void>,
]

const pause = (ms: number) => new Promise<void>((resume) => setTimeout(resume, ms))
const one = <T>(all: readonly T[], random: () => number): T => all[Math.floor(random() * all.length)]!

export const blows: readonly Blow[] = [
  ['a server is killed', 10, async ({ servers }, random) => one(servers, random).kill()],
  ['both servers are killed', 2, async ({ servers }) => servers.forEach((server) => server.kill())],
  ['the database is killed', 5, async ({ killDatabase }) => killDatabase()],
  [
    'the database and a server are killed',
    2,
    async ({ servers, killDatabase }, random) => {
      killDatabase()
      await pause(random() * 100)
      one(servers, random).kill()
    },
  ],
  [
    'all connections are ended',
    2,
    async ({ db }) => {
      await db
        .query(
          `select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and backend_type = 'client backend'`,
        )
        .catch(() => {})
    },
  ],
  [
    'the database is frozen',
    2,
    async ({ freezeDatabase }, random) => {
      const thaw = freezeDatabase()
      await pause(500 + random() * 3500)
      thaw()
    },
  ],
  [
    'a server is frozen',
    1,
    async ({ servers }, random) => {
      const thaw = one(servers, random).freeze()
      await pause(500 + random() * 2500)
      thaw()
    },
  ],
  [
    'the disk of the database is full',
    1,
    async ({ disk, db }, random) => {
      if (!disk) return
      await db.query('checkpoint').catch(() => {}) // a small disk is kept from filling up by itself
      const clear = disk.fill()
      await pause(500 + random() * 2500)
      clear()
    },
  ],
]

/** One of them, the likelier the heavier. */
export function chooseBlow(random: () => number): Blow {
  let at = random() * blows.reduce((sum, [, weight]) => sum + weight, 0)
  return blows.find(([, weight]) => (at -= weight) < 0) ?? blows[0]!
}
