import type { Tx } from '../../kernel/workspace/transact.ts'

export interface SeedPlaces {
  /** Department ids by name. */
  readonly places: Readonly<Record<string, string>>
  /** People by login. */
  readonly people: Readonly<Record<string, string>>
}

/** Master data that the demonstration needs before its first lead: filled by the steps of the business. */
export async function seedBusiness(_tx: Tx, _seed: SeedPlaces): Promise<void> {}
