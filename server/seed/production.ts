import { listRecords } from '../../kernel/records/list.ts'
import { createRecord } from '../../kernel/records/write.ts'
import type { Tx } from '../../kernel/workspace/transact.ts'
import type { SeedPlaces } from './business.ts'

/** Item id by code, as the seed of inventory has made it. */
export async function itemByCode(tx: Tx, code: string): Promise<string> {
  const { items } = await listRecords(
    { workspace: tx.workspace, definitions: tx.definitions, db: tx.db, actor: tx.actor, now: tx.now },
    'item',
    { where: 'code = wanted', with: { wanted: code }, limit: 1 },
  )
  return items[0]!.id
}

/** How the pump is made, and of what. */
export async function seedProduction(tx: Tx, { people }: SeedPlaces): Promise<void> {
  const owner = people['planner@demo.example']
  const [pump, housing, plate, screw] = [
    await itemByCode(tx, 'CP-GP20'),
    await itemByCode(tx, 'LJ-KT20'),
    await itemByCode(tx, 'CL-6061'),
    await itemByCode(tx, 'BZ-M8'),
  ]
  await createRecord(tx, 'bom', {
    item: pump,
    lines: [
      { component: housing, quantity: '1' },
      { component: screw, quantity: '8', scrap_percent: '2' },
    ],
    owner,
  })
  await createRecord(tx, 'bom', {
    item: housing,
    lines: [{ component: plate, quantity: '1', scrap_percent: '5' }],
    owner,
  })
  await createRecord(tx, 'routing', {
    item: pump,
    name: '齿轮泵装配',
    owner,
    lines: [
      { sequence: '10', name: '齿轮精磨', work_centre: '磨床', setup_minutes: '40', run_minutes: '12' },
      { sequence: '20', name: '装配', work_centre: '装配线', setup_minutes: '10', run_minutes: '18' },
      { sequence: '30', name: '出厂试压', work_centre: '试压台', setup_minutes: '15', run_minutes: '8' },
    ],
  })
  await createRecord(tx, 'routing', {
    item: housing,
    name: '泵壳体机加工',
    owner,
    lines: [
      { sequence: '10', name: '铣削', work_centre: '加工中心', setup_minutes: '45', run_minutes: '22' },
      { sequence: '20', name: '去毛刺清洗', work_centre: '钳工', run_minutes: '6' },
    ],
  })
}
