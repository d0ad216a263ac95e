import { sql } from 'kysely'
import {
  linesOf,
  type Label,
  type ProcessEffect,
  type ProcessEntry,
  type ProcessTask,
} from '../../model/index.ts'
import { clearDeadline, setDeadline } from '../deadlines/deadlines.ts'
import { objectOf } from '../definitions/stored.ts'
import { emitEvents } from '../events/emit.ts'
import { addJob } from '../jobs/jobs.ts'
import { notify } from '../notify/notify.ts'
import { changeRecord } from '../records/write.ts'
import { titleOf } from '../search/index.ts'
import { openTask } from '../tasks/tasks.ts'
import { asTrusted, type Tx } from '../workspace/transact.ts'
import { table } from '../workspace/workspace.ts'
import type { Held } from './store.ts'
import type { World } from './world.ts'

/** Effects on other instances, which only who advances instances can have. */
export type Followed = Extract<ProcessEffect, { kind: 'start_child' | 'cancel_child' | 'ended' }>

/**
 * Makes true what the engine asked for, in the transaction that stored the new state. Actions and calls are
 * left to what comes after the commit: an action that fails must not undo the approval that led to it.
 * @returns what concerns other instances, to be done last
 */
export async function performEffects(
  tx: Tx,
  held: Held,
  effects: readonly ProcessEffect[],
  world: World,
): Promise<readonly Followed[]> {
  const followed: Followed[] = []
  for (const effect of effects) {
    switch (effect.kind) {
      case 'create_task':
        await createTask(tx, held, effect, world)
        break
      case 'close_task':
        await closeTask(tx, held, effect.id)
        break
      case 'notify':
        await notify(tx, effect.users, {
          title: withTitle(effect.message, held, world, tx),
          ...placeOf(held),
          key: effect.id,
        })
        break
      case 'set_due':
        await setDeadline(tx, {
          name: 'process_due',
          object: held.object,
          record: held.record ?? held.id,
          key: effect.id,
          at: new Date(effect.at),
          payload: { instance: held.id, at: effect.at },
        })
        break
      case 'clear_due':
        await clearDeadline(tx, { name: 'process_due', record: held.record ?? held.id, key: effect.id })
        break
      case 'set_fields':
        if (held.record)
          await changeRecord(
            asTrusted(tx, `process.${held.process}`),
            held.object,
            held.record,
            effect.fields,
          )
        break
      case 'run_action':
        await emitEvents(tx, [
          {
            name: 'process.action',
            object: held.object,
            record: held.record,
            payload: {
              process: held.process,
              instance: held.id,
              wait: effect.id,
              action: effect.action,
              input: effect.input,
            },
          },
        ])
        break
      case 'call':
        await addJob(
          tx,
          'process_call',
          {
            instance: held.id,
            wait: effect.id,
            call: effect.call,
            input: effect.input,
            trace: tx.trace,
            depth: tx.depth,
          },
          { key: effect.id },
        )
        break
      case 'lock':
        await lock(tx, held, true)
        break
      case 'unlock':
        await lock(tx, held, false)
        break
      case 'log':
        await tell(tx, held, effect.entry)
        break
      default:
        followed.push(effect)
    }
  }
  return followed
}

const kinds: Readonly<Record<ProcessTask['kind'], string>> = {
  approve: 'approval',
  fill: 'fill_in',
  revise: 'revise',
  exception: 'exception',
}

async function createTask(
  tx: Tx,
  held: Held,
  effect: Extract<ProcessEffect, { kind: 'create_task' }>,
  world: World,
): Promise<void> {
  const { definition } = held
  const node = definition.nodes[effect.node]
  const title = withTitle(effect.title, held, world, tx)
  await openTask(tx, {
    title,
    kind: kinds[effect.task],
    assignee: effect.assignee,
    ...placeOf(held),
    due: effect.due === undefined ? undefined : new Date(effect.due),
    key: effect.id,
    data: {
      process_instance: held.id,
      process_task: effect.id,
      process: held.process,
      process_label: definition.label,
      node: effect.node,
      node_label: node?.label ?? definition.label,
      form: effect.form ?? [],
      required: node && 'required' in node ? (node.required ?? []) : [],
      may: node && 'assignees' in node ? (node.may ?? ['transfer', 'add_signer', 'return']) : ['transfer'],
      initiator: world.initiator,
    },
  })
  await notify(tx, [effect.assignee], { title, ...placeOf(held), key: effect.id })
}

/** The record that a run is about, for who is told of it. */
const placeOf = ({ object, record }: Held) => (record === null ? {} : { object, record })

/** What, then on which record: `报价审批：BJ-0001`. */
function withTitle(what: Label, held: Held, world: World, tx: Tx): Label {
  if (held.record === null) return { zh: what.zh, en: what.en ?? what.zh }
  const object = objectOf(tx.definitions, held.object)
  const title = titleOf(object, world.record)
  const number = world.record.number && world.record.number !== title ? `${world.record.number} ` : ''
  return {
    zh: `${what.zh}：${number}${title || object.label.zh}`,
    en: `${what.en ?? what.zh}: ${number}${title || (object.label.en ?? object.name)}`,
  }
}

/** Closing a task also ends its deadline. */
async function closeTask(tx: Tx, held: Held, id: string): Promise<void> {
  const closed = held.state.tasks.find((task) => task.id === id)?.closed
  const of = held.record === null ? sql`process_instance = ${held.id}` : sql`record = ${held.record}`
  const { rows } = await sql<{ id: string }>`
    select id from ${table(tx.workspace, 'task')} where ${of} and key = ${id} and state = 'open' and deleted_at is null for no key update`.execute(
    tx.db,
  )
  for (const row of rows)
    await changeRecord(asTrusted(tx, `process.${held.process}`), 'task', row.id, {
      state: closed?.reason === 'completed' ? 'done' : 'closed',
      outcome: closed?.outcome ?? closed?.reason ?? null,
      comment: closed?.comment ?? null,
      done_at: tx.now.toISOString(),
    })
  await clearDeadline(tx, { name: 'process_due', record: held.record ?? held.id, key: id })
}

/** The record and its child rows; a record that two processes lock opens when both have let go. */
async function lock(tx: Tx, { id, object: name, record }: Held, locking: boolean): Promise<void> {
  if (record === null) return
  const instances = table(tx.workspace, '_process_instance')
  await sql`update ${instances} set locking = ${locking} where id = ${id}`.execute(tx.db)
  const object = objectOf(tx.definitions, name)
  const places = [
    { name, by: 'id' },
    ...linesOf(object).map(([, field]) => ({ name: field.of, by: field.by })),
  ]
  for (const place of places)
    await sql`
      update ${table(tx.workspace, place.name)} set locked_by = (select i.id from ${instances} i where i.record = ${record} and i.locking order by i.started_at, i.id limit 1)
      where ${sql.id(place.by)} = ${record}`.execute(tx.db)
}

/** A line of the trail in the record's timeline. Passing through a node is no news to anybody. */
async function tell(tx: Tx, held: Held, { id: _id, at: _at, what, ...entry }: ProcessEntry): Promise<void> {
  if (what === 'entered' || what === 'ended') return
  const label = entry.node === undefined ? undefined : held.definition.nodes[entry.node]?.label
  await emitEvents(tx, [
    {
      name: 'process.step',
      object: held.object,
      record: held.record,
      payload: {
        process: held.process,
        process_label: held.definition.label,
        instance: held.id,
        what,
        ...entry,
        ...(label && { node_label: label }),
      },
    },
  ])
}
