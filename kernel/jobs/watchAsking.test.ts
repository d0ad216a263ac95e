import { EventEmitter } from 'node:events'
import type { WorkerEvents } from 'graphile-worker'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { startTestHouse, type TestHouse } from '../testing/testHouse.ts'
import { signOfLife } from './alive.ts'
import { jobsSchema } from './jobs.ts'
import { reviveJobs } from './revive.ts'
import { startRunner } from './runner.ts'
import { watchAsking } from './watchAsking.ts'

describe('by a clock that is handed in', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] }))
  afterEach(() => void vi.useRealTimers())

  /** A runner of two workers, as its events tell of it. */
  const watched = () => {
    const events: WorkerEvents = new EventEmitter()
    const silent = vi.fn<() => void>()
    const stop = watchAsking(events, { concurrency: 2 }, silent)
    // What is told with an event is for others.
    const tell = (name: 'worker:getJob:start' | 'job:start' | 'job:complete') =>
      events.emit(name, {} as never)
    return { silent, stop, tell }
  }

  test('a runner that asks every second is left alone, and one that asks no more is given up once', () => {
    const { silent, tell } = watched()
    for (let second = 0; second < 60; second++) {
      vi.advanceTimersByTime(1000)
      tell('worker:getJob:start')
    }
    expect(silent).not.toHaveBeenCalled()
    vi.advanceTimersByTime(7000)
    expect(silent).not.toHaveBeenCalled()
    vi.advanceTimersByTime(60_000)
    expect(silent).toHaveBeenCalledOnce()
  })

  test('a worker with a long job in hand asks for none; while another is free, somebody must', () => {
    const { silent, tell } = watched()
    tell('job:start')
    tell('job:start')
    vi.advanceTimersByTime(600_000)
    expect(silent).not.toHaveBeenCalled()
    tell('job:complete')
    vi.advanceTimersByTime(7000)
    expect(silent).not.toHaveBeenCalled()
    vi.advanceTimersByTime(2000)
    expect(silent).toHaveBeenCalledOnce()
  })

  test('a process that was held up itself has heard nothing, and listens anew', () => {
    const { silent } = watched()
    vi.advanceTimersByTime(5000)
    // Time passes without a look: the event loop stands still.
    vi.setSystemTime(Date.now() + 30_000)
    vi.advanceTimersByTime(7000)
    expect(silent).not.toHaveBeenCalled()
    vi.advanceTimersByTime(2000)
    expect(silent).toHaveBeenCalledOnce()
  })

  test('a runner that was stopped is watched no more', () => {
    const { silent, stop } = watched()
    stop()
    vi.advanceTimersByTime(60_000)
    expect(silent).not.toHaveBeenCalled()
  })
})

describe('on a real database', () => {
  let house: TestHouse
  beforeAll(async () => {
    house = await startTestHouse(testDatabaseUrl(), [])
  })
  afterAll(() => house?.stop())

  test('a runner whose workers wait for an answer that never comes is over', async () => {
    const { workspace } = house
    const [alive, revival] = [await signOfLife(workspace), reviveJobs(workspace)]
    const runner = await startRunner(workspace, {
      tasks: { nothing: async () => {} },
      hourly: [],
      concurrency: 2,
      alive,
      revival,
      silentMs: 300,
    })
    const held = await workspace.pool.connect()
    await held.query('begin')
    // No connection breaks and no job is refused: the question for the next one is simply not answered.
    await held.query(`lock table "${jobsSchema(workspace)}"._private_jobs in access exclusive mode`)
    await runner.over
    await held.query('rollback')
    held.release()
    await runner.dismiss()
    revival.stop()
    await alive.stop()
  })
})
