import { createRecord } from '../../kernel/records/write.ts'
import type { Tx } from '../../kernel/workspace/transact.ts'
import type { SeedPlaces } from './business.ts'
import { itemByCode } from './production.ts'

/** What is measured on the pump before it leaves. */
export async function seedQuality(tx: Tx, { people }: SeedPlaces): Promise<void> {
  await createRecord(tx, 'inspection_plan', {
    name: '齿轮泵出厂检验',
    item: await itemByCode(tx, 'CP-GP20'),
    kind: 'final',
    owner: people['quality@demo.example'],
    characteristics: [
      {
        name: '额定压力',
        measured: 'number',
        lower: '15.5',
        upper: '16.5',
        unit: 'MPa',
        out_of_limits: 'block',
      },
      {
        name: '排量',
        measured: 'number',
        lower: '19.6',
        upper: '20.4',
        unit: 'mL/r',
        out_of_limits: 'block',
      },
      { name: '外观', measured: 'text', expected: '合格', out_of_limits: 'warn' },
    ],
  })
}
