import type { NestInstance } from './instance.ts'
import type { Layout } from './layout.ts'
import type { Ring } from './ring.ts'

/** What a thread is started with. Times are milliseconds since 1970, so that all threads agree. */
export interface Task {
  instance: NestInstance
  widened: Ring[][]
  /** Where to start on sheets; null when shelves did not suffice. */
  start: Layout | null
  seed: number
  stream: number
  explore_until: number
  until: number
  /** Moves of pieces this thread may make; absent means until the time is up. */
  moves: number | undefined
  /** One Int32; not zero means stop now. */
  cancel: SharedArrayBuffer
}

/** After exploration every thread compresses the best layout of all. */
export interface Order {
  layout: Layout | null
}

export type Answer =
  { kind: 'found'; layout: Layout } | { kind: 'explored' | 'done'; layout: Layout | null; moves: number }
