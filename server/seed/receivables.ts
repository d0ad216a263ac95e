import { createRecord } from '../../kernel/records/write.ts'
import type { Tx } from '../../kernel/workspace/transact.ts'
import type { SeedPlaces } from './business.ts'

/** The accounts whose statements the demonstration imports. */
export async function seedReceivables(tx: Tx, { people }: SeedPlaces): Promise<void> {
  const owner = people['finance@demo.example']
  await createRecord(tx, 'bank_account', {
    name: '招商银行基本户',
    bank: '招商银行苏州工业园区支行',
    account_number: '512900000000001',
    owner,
  })
  await createRecord(tx, 'bank_account', {
    name: '工商银行一般户',
    bank: '中国工商银行苏州分行',
    account_number: '110200000000002',
    owner,
  })
}
