import { sql } from 'kysely'
import { refuse, type AnyRow, type ObjectDef } from '../../model/index.ts'
import { parentOf } from '../access/grants.ts'
import { objectOf } from '../definitions/stored.ts'
import type { Tx } from '../workspace/transact.ts'
import { table } from '../workspace/workspace.ts'
import { refuseClosed } from './closedStage.ts'
import { loadRecord, mask } from './load.ts'

export interface Changing {
  /** The version the caller saw; another one refuses `changed_meanwhile` with what is different. */
  readonly version?: number
  /**
   * Its pipeline was changed and this is the stage that takes the place of the one it stood on: no gate lies
   * between the two, and it has not reached a stage.
   */
  readonly settled?: boolean
}

/** Whoever changes what they did not see is told what it is by now. @throws changed_meanwhile */
export function refuseOtherVersion(
  tx: Tx,
  object: ObjectDef,
  current: AnyRow,
  seen: number | undefined,
): void {
  if (seen === undefined || seen === current.version) return
  throw refuse(
    'changed_meanwhile',
    {
      zh: `该${object.label.zh}刚被他人修改，请核对后再保存`,
      en: `Somebody changed this ${object.label.en ?? object.name} meanwhile: compare and save again`,
    },
    { status: 412, data: { version: current.version, current: mask(tx, object, current) } },
  )
}

/** A record under approval is changed by nobody but the process that locked it. */
export async function refuseLocked(tx: Tx, object: ObjectDef, record: AnyRow): Promise<void> {
  if (tx.actor.trusted) return
  const { rows } = await sql<{
    locked_by: string | null
  }>`select locked_by from ${table(tx.workspace, object.name)} where id = ${record.id}`.execute(tx.db)
  if (rows[0]?.locked_by)
    throw refuse(
      'record_locked',
      {
        zh: `该${object.label.zh}正在审批中，审批结束或撤回后才能修改`,
        en: `This ${object.label.en ?? object.name} is under approval: it can be changed once that ends or is withdrawn`,
      },
      { status: 423 },
    )
}

/**
 * Nor does it get new child rows; those it has are locked with it. Rows written with their parent (pending
 * roll-ups) had its grant already; any other needs it.
 */
export async function refuseClosedParent(
  tx: Tx,
  object: ObjectDef,
  given: Readonly<Record<string, unknown>>,
): Promise<void> {
  const parent = parentOf(object)
  const id = parent && given[parent.by]
  if (!parent || typeof id !== 'string') return
  if (!tx.actor.trusted && tx.pendingRollups === null)
    refuseClosed(
      tx,
      objectOf(tx.definitions, parent.object),
      await loadRecord(tx, parent.object, id, { verb: 'update' }),
      [parent.by],
    )
  await refuseLocked(tx, objectOf(tx.definitions, parent.object), { id } as AnyRow)
}
