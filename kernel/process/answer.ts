import { z } from 'zod'
import { refuse, type AnyRow, type ProcessEvent } from '../../model/index.ts'
import { loadRecord } from '../records/load.ts'
import { asTrusted, type Tx } from '../workspace/transact.ts'
import { delegate } from './delegations.ts'
import { advanceInstance } from './instances.ts'

type Body = Readonly<Record<string, unknown>>
interface Asked {
  readonly task: string
  readonly by: string
}

/**
 * A verb of a person on a task of a process; answers the task as it is then. The engine decides who may: the
 * person asked, and an administrator to hand it on. Refuses `verb_unknown`, `comment_required`,
 * `task_not_open`, `not_assignee` and what the step does not allow.
 */
export async function answerTask(tx: Tx, id: string, verb: string, body: Body): Promise<AnyRow> {
  const task = await loadRecord(tx, 'task', id)
  const read = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined
  if (!read || !tx.actor.id)
    throw refuse(
      'verb_unknown',
      { zh: `流程待办没有操作“${verb}”`, en: `A task of a process has no "${verb}"` },
      { status: 404 },
    )
  const event = read(body, { task: task.process_task, by: tx.actor.id })
  if (verb === 'delegate')
    await delegate(tx, {
      person: tx.actor.id,
      deputy: (event as { to: string }).to,
      until: parse(until, body).until,
    })
  await advanceInstance(tx, task.process_instance, event)
  return loadRecord(asTrusted(tx), 'task', id)
}

const text = z.string().max(4000)
const optional = { comment: text.optional() }
const needed = { comment: text.optional() }
const person = z.uuid()
const values = z.record(z.string(), z.unknown())
const until = z.object({ until: z.iso.datetime({ offset: true }) })

const verbs: Readonly<Record<string, (body: Body, asked: Asked) => ProcessEvent>> = {
  approve: (body, asked) =>
    done(asked, 'approve', parse(z.strictObject({ ...optional, values: values.optional() }), body)),
  reject: (body, asked) => done(asked, 'reject', withComment(parse(z.strictObject(needed), body))),
  return(body, asked) {
    const { to, mode, ...more } = withComment(
      parse(
        z.strictObject({
          ...needed,
          to: z.string().max(60).optional(),
          mode: z.enum(['rerun', 'straight_back']).optional(),
        }),
        body,
      ),
    )
    return {
      ...done(asked, 'return', more),
      ...(to !== undefined && { to }),
      ...(mode && { mode }),
    } as ProcessEvent
  },
  fill: (body, asked) =>
    done(asked, 'fill', parse(z.strictObject({ ...optional, values: values.optional() }), body)),
  complete: (body, asked) =>
    done(asked, 'fill', parse(z.strictObject({ ...optional, values: values.optional() }), body)),
  retry: (body, asked) => done(asked, 'retry', parse(z.strictObject(optional), body)),
  skip: (body, asked) => done(asked, 'skip', withComment(parse(z.strictObject(needed), body))),
  transfer: (body, asked) => ({
    kind: 'transfer',
    ...asked,
    ...parse(z.strictObject({ ...optional, to: person }), body),
  }),
  delegate(body, asked) {
    const { to, comment } = parse(z.strictObject({ ...optional, to: person, ...until.shape }), body)
    return { kind: 'transfer', ...asked, to, ...(comment !== undefined && { comment }) }
  },
  add_signer(body, asked) {
    const {
      who,
      where = 'beside',
      ...more
    } = parse(
      z.strictObject({ ...optional, who: person, where: z.enum(['before', 'after', 'beside']).optional() }),
      body,
    )
    return { kind: 'add_signer', ...asked, to: who, place: where, ...more }
  },
  urge: (body, { by }) => ({ kind: 'urge', by, ...parse(z.strictObject(optional), body) }),
  comment: (body, { by }) => ({
    kind: 'comment',
    by,
    ...withComment(parse(z.strictObject({ ...needed, mention: z.array(person).max(50).optional() }), body)),
  }),
}

function done(
  asked: Asked,
  outcome: 'approve' | 'reject' | 'return' | 'fill' | 'retry' | 'skip',
  { comment, values: fields }: { comment?: string | undefined; values?: Record<string, unknown> | undefined },
): ProcessEvent {
  return {
    kind: 'task_completed',
    ...asked,
    outcome,
    ...(comment !== undefined && { comment }),
    ...(fields && { fields }),
  }
}

/** Who is turned down is told why. */
export function withComment<T extends { comment?: string | undefined }>(body: T): T {
  if (body.comment?.trim()) return body
  throw refuse('comment_required', { zh: '请写明理由', en: 'Say why' }, { field: 'comment' })
}

/** A body in the shape that a verb takes; the refusal names the part at fault. */
export function parse<S extends z.ZodType>(schema: S, body: Body): z.infer<S> {
  const result = schema.safeParse(body)
  if (result.success) return result.data
  const issue = result.error.issues[0]!
  const field = issue.path.join('.') || (issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined)
  throw refuse(
    'request_invalid',
    {
      zh: `请求参数不正确${field ? `：${field}` : ''}`,
      en: `The request is not right${field ? ` at ${field}` : ''}: ${issue.message}`,
    },
    { status: 400, ...(field ? { field } : {}) },
  )
}
