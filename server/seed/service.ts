import { localDate } from '../../model/index.ts'
import { createRecord } from '../../kernel/records/write.ts'
import type { Tx } from '../../kernel/workspace/transact.ts'
import type { SeedPlaces } from './business.ts'

/** One machine in the field, so that a code can be scanned before the first order ships. */
export async function seedService(tx: Tx, { people }: SeedPlaces): Promise<void> {
  const owner = people['sales@demo.example']
  const buyer = await createRecord(tx, 'customer', {
    name: '昆山恒泰自动化设备有限公司',
    short_name: '恒泰自动化',
    status: 'customer',
    grade: 'b',
    province: '江苏',
    city: '昆山',
    product_line: 'automation',
    source: 'exhibition',
    owner,
  })
  const today = localDate(tx.now, tx.workspace.zone)
  await createRecord(tx, 'equipment', {
    name: '双工位数控钻铣机',
    serial: 'ZX2-2025-0017',
    spec: 'ZX2-650',
    customer: buyer.id,
    product_line: 'automation',
    shipped_on: today,
    place: '昆山恒泰一车间',
    owner: people['service-engineer@demo.example'],
  })
}
