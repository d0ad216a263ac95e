import { readdirSync, readFileSync } from 'node:fs'

/** Processor time in ms, of Linux's own books, in steps of 10 ms. */
export interface Spent {
  readonly serverMs: number
  readonly databaseMs: number
  /** Of this process, which makes the load. */
  readonly loadMs: number
  /** Of everything on the machine, what a host takes from a virtual one included. */
  readonly busyMs: number
  /** What the machine had to give. */
  readonly machineMs: number
}

/** Reads what a server, its database and everything else have used of the processors since. */
export type Meter = () => () => Spent

/** Process ids. */
export interface Watched {
  readonly server: number
  readonly database: number
}

/** @example const stop = meterOf(() => ({ server: 12, database: 34 }))(); await work(); stop().serverMs */
export const meterOf =
  (watched: () => Watched): Meter =>
  () => {
    const before = read(watched())
    return () => minus(read(watched()), before)
  }

/** Share of the machine that went to others than server, database and load. */
export const shareOfOthers = ({ serverMs, databaseMs, loadMs, busyMs, machineMs }: Spent): number =>
  machineMs === 0 ? 0 : Math.max(0, (busyMs - serverMs - databaseMs - loadMs) / machineMs)

/** What several stretches used together. */
export const together = (all: readonly Spent[]): Spent =>
  all.reduce((sum, one) => minus(sum, minus(nothing, one)), nothing)

const nothing: Spent = { serverMs: 0, databaseMs: 0, loadMs: 0, busyMs: 0, machineMs: 0 }

const minus = (a: Spent, b: Spent): Spent => ({
  serverMs: a.serverMs - b.serverMs,
  databaseMs: a.databaseMs - b.databaseMs,
  loadMs: a.loadMs - b.loadMs,
  busyMs: a.busyMs - b.busyMs,
  machineMs: a.machineMs - b.machineMs,
})

const tickMs = 10

function read({ server, database }: Watched): Spent {
  const { user, system } = process.cpuUsage()
  const machine = /^cpu +(.*)$/m.exec(readFileSync('/proc/stat', 'utf8'))![1]!.split(' ').map(Number)
  // user nice system idle iowait irq softirq steal; guests are counted among the users already
  const [idle, waiting] = [machine[3]!, machine[4]!]
  const all = machine.slice(0, 8).reduce((sum, one) => sum + one, 0)
  return {
    // A server that ended, with its database, is in the books of this process, which started it.
    serverMs: statOf(server).ownMs + statOf(process.pid).endedMs,
    // A connection that ended is in the books of the postmaster, one that lives in its own.
    databaseMs:
      statOf(database).ownMs +
      statOf(database).endedMs +
      childrenOf(database).reduce((sum, pid) => sum + statOf(pid).ownMs, 0),
    loadMs: (user + system) / 1000,
    busyMs: (all - idle - waiting) * tickMs,
    machineMs: all * tickMs,
  }
}

const childrenOf = (parent: number): readonly number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => statOf(pid).parent === parent)

/** A process that ended meanwhile has used nothing. */
function statOf(pid: number): { parent: number; ownMs: number; endedMs: number } {
  try {
    // Behind the name, which may have anything in it: state, parent, …, utime, stime, cutime, cstime.
    const parts = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
      .map(Number)
    const ownMs = (parts[11]! + parts[12]!) * tickMs
    return { parent: parts[1]!, ownMs, endedMs: (parts[13]! + parts[14]!) * tickMs }
  } catch {
    return { parent: 0, ownMs: 0, endedMs: 0 }
  }
}
