import type { Tx } from '../../kernel/workspace/transact.ts'
import { seedEngineering } from './engineering.ts'
import { seedInventory } from './inventory.ts'
import { seedProduction } from './production.ts'
import { seedQuality } from './quality.ts'
import { seedQuoting } from './quoting.ts'
import { seedPerformance } from './performance.ts'
import { seedReceivables } from './receivables.ts'
import { seedService } from './service.ts'

export interface SeedPlaces {
  /** Department ids by name. */
  readonly places: Readonly<Record<string, string>>
  /** People by login. */
  readonly people: Readonly<Record<string, string>>
}

/** Master data that the demonstration needs before its first lead: filled by the steps of the business. */
export async function seedBusiness(tx: Tx, seed: SeedPlaces): Promise<void> {
  await seedEngineering(tx, seed)
  await seedQuoting(tx, seed)
  await seedInventory(tx, seed)
  await seedProduction(tx, seed)
  await seedQuality(tx, seed)
  await seedReceivables(tx, seed)
  await seedService(tx, seed)
  await seedPerformance(tx, seed)
}
