import { refuse } from '../../model/index.ts'
import type { Tx } from '../workspace/transact.ts'

/** Starts a process on a record; answers the instance id. */
export async function startInstance(_tx: Tx, process: string, _on: { readonly object: string; readonly record: string; readonly values?: Readonly<Record<string, unknown>> }): Promise<string> {
  throw refuse('process_unknown', { zh: `没有流程“${process}”`, en: `There is no process "${process}"` })
}

/** Takes back a running process. */
export async function withdrawInstance(_tx: Tx, _instance: string): Promise<void> {}

/** A verb of a person on a task of a process. */
export async function answerTask(_tx: Tx, _task: string, _verb: string, _body: Readonly<Record<string, unknown>>): Promise<unknown> {
  return {}
}
