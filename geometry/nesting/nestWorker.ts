import { parentPort, workerData } from 'node:worker_threads'
import { startField } from './field.ts'
import type { Layout } from './layout.ts'
import { readProblem } from './problem.ts'
import { startRandom } from './random.ts'
import { exploreSheets, startSheets } from './sheets.ts'
import { compress, explore, startStrip, type Phase } from './strip.ts'
import type { Answer, Order, Task } from './protocol.ts'

const task = workerData as Task
const cancel = new Int32Array(task.cancel)
const problem = readProblem(task.instance, task.widened)
const field = startField(problem, startRandom(task.seed, task.stream))
let last_sent = 0

/** The clock only ends a phase; between its ends the search depends on seed and moves alone. */
function startPhase(until: number, moves: number) {
  const from = Date.now(),
    first = field.moves
  const stopped = (): boolean =>
    Atomics.load(cancel, 0) !== 0 || Date.now() >= until || (task.moves !== undefined && field.moves >= moves)
  const passed = (): number =>
    task.moves === undefined
      ? (Date.now() - from) / Math.max(1, until - from)
      : (field.moves - first) / Math.max(1, moves - first)
  return {
    stopped,
    progress: (): number => (stopped() ? 1 : passed()),
    found: (layout: Layout): void => {
      if (Date.now() - last_sent < 200) return
      last_sent = Date.now()
      send({ kind: 'found', layout })
    },
  }
}

function send(answer: Answer): void {
  parentPort!.postMessage(answer, [])
}

const share = 0.8
const { instance } = task
const exploring = startPhase(task.explore_until, share * (task.moves ?? 0))
const start = instance.sheets
  ? (task.start ?? startSheets(field, problem, instance, exploring.stopped))
  : startStrip(field, problem, instance.strip_height!)
if (start) exploring.found(start)
send({ kind: 'explored', layout: start && search(start, exploring, explore), moves: field.moves })

parentPort!.on('message', (order: Order) => {
  const moves = task.moves ?? 0
  const compressing = startPhase(task.until, Math.max(field.moves, share * moves) + (1 - share) * moves)
  send({
    kind: 'done',
    layout: order.layout && search(order.layout, compressing, compress),
    moves: field.moves,
  })
  parentPort!.close()
})

/** On sheets both phases empty sheets, the second from the best layout of all threads. */
function search(from: Layout, phase: Phase, onStrip: typeof explore): Layout {
  return instance.sheets
    ? exploreSheets(field, problem, instance, from, phase)
    : onStrip(field, problem, instance.strip_height!, from, phase)
}
