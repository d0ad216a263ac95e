import { sql } from 'kysely'
import {
  conditionsOf,
  decide,
  isEffective,
  localDate,
  nameRule,
  refuse,
  resolve,
  type Decision,
  type Definitions,
  type Overlay,
} from '../../model/index.ts'
import type { Tx } from '../workspace/transact.ts'
import { table } from '../workspace/workspace.ts'

type Asked = Pick<Tx, 'definitions' | 'now' | 'workspace' | 'db'>

/**
 * Answers a decision of the rule centre as it counts today, with the rules that hit, what they asked for, and
 * the published version of the table, 0 as shipped.
 */
export async function answerDecision(tx: Asked, name: string, context: Readonly<Record<string, unknown>>) {
  const counting = await countingDecision(tx, name)
  const verdict = decide(counting, context, { now: tx.now, zone: tx.workspace.zone, on: today(tx) })
  const hits = verdict.hits.map((hit) => ({
    ...hit,
    label: nameRule(counting, hit.rule),
    when: conditionsOf(counting, hit.rule),
  }))
  return { ...verdict, hits, version: counting.version ?? 0 }
}

/**
 * The version of a decision that counts today in the company's zone: one whose time has not come, or is over,
 * leaves the word to the version published before it, and at last to what is shipped.
 */
export async function countingDecision(tx: Asked, name: string): Promise<Decision> {
  const decision = tx.definitions.decisions[name]
  if (!decision)
    throw refuse(
      'decision_unknown',
      { zh: `规则中心没有“${name}”`, en: `The rule centre has no decision "${name}"` },
      { status: 404 },
    )
  const on = today(tx)
  return isEffective(decision, on)
    ? decision
    : ((await earlierVersions(tx, name)).find((one) => isEffective(one, on)) ?? decision)
}

const today = (tx: Asked) => localDate(tx.now, tx.workspace.zone)

/**
 * What was published before, newest first, then what is shipped. Read once for each state of the definitions:
 * publishing makes a new one.
 */
async function earlierVersions(tx: Asked, name: string): Promise<readonly Decision[]> {
  const known = earlier.get(tx.definitions) ?? new Map<string, readonly Decision[]>()
  earlier.set(tx.definitions, known)
  const found = known.get(name) ?? (await readEarlier(tx, name))
  known.set(name, found)
  return found
}
const earlier = new WeakMap<Definitions, Map<string, readonly Decision[]>>()

async function readEarlier({ workspace, db }: Asked, name: string): Promise<readonly Decision[]> {
  const { rows } = await sql<Overlay>`
    select kind, name, body, version from ${table(workspace, '_definition')} where kind = 'decision' and name = ${name} and status = 'superseded' order by version desc`.execute(
    db,
  )
  const shipped = workspace.modules.map((module) => ({
    name: module.name,
    label: module.label,
    decisions: module.decisions ?? [],
  }))
  return [...rows.map((row) => [row]), []].flatMap(
    (overlays) => resolve(shipped, overlays).decisions[name] ?? [],
  )
}
