import { Logger } from 'graphile-worker'

/** Tells the log, in its own form, of trouble that the jobs get over by themselves. */
export const complain = (msg: string, error: unknown): undefined =>
  void process.stderr.write(`${JSON.stringify({ level: 50, msg, error: String(error) })}\n`)

/** What the library says, where that is an error. */
export const quiet = new Logger(() => (level, msg, meta) => {
  const task = (meta as { job?: { task_identifier?: string } } | undefined)?.job?.task_identifier
  if (level === 'error') process.stderr.write(`${JSON.stringify({ level: 50, msg, task })}\n`)
})
