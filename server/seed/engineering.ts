import { createRecord } from '../../kernel/records/write.ts'
import type { Tx } from '../../kernel/workspace/transact.ts'
import type { SeedPlaces } from './business.ts'

const specs = [
  ['GT-S100 工业传感器', '工作温度', '-40', '125', '℃'],
  ['GT-S100 工业传感器', '振动频率', '5', '500', 'Hz'],
  ['GT-S60 通用传感器', '工作温度', '-20', '85', '℃'],
  ['GT-S60 通用传感器', '振动频率', '5', '200', 'Hz'],
  ['HB-20 活性炭吸附塔', '处理风量', '5000', '20000', 'm³/h'],
  ['HB-20 活性炭吸附塔', '工作温度', '0', '60', '℃'],
] as const

/** What our own products keep, for the matching of requirements. */
export async function seedEngineering(tx: Tx, { people }: SeedPlaces): Promise<void> {
  for (const [product, parameter, min, max, unit] of specs)
    await createRecord(tx, 'product_spec', {
      product,
      parameter,
      min,
      max,
      unit,
      owner: people['tech-lead@demo.example'],
    })
}
