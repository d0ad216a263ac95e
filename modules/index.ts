import type { ModuleDef } from '../model/index.ts'
import { channels } from './channels/index.ts'
import { contracts } from './contracts/index.ts'
import { customers } from './customers/index.ts'
import { engineering } from './engineering/index.ts'
import { inventory } from './inventory/index.ts'
import { leads } from './leads/index.ts'
import { orders } from './orders/index.ts'
import { performance } from './performance/index.ts'
import { pipeline } from './pipeline/index.ts'
import { production } from './production/index.ts'
import { quality } from './quality/index.ts'
import { quoting } from './quoting/index.ts'
import { receivables } from './receivables/index.ts'
import { service } from './service/index.ts'

/** The business in the order of its flow. */
export const modules: readonly ModuleDef[] = [
  leads,
  customers,
  pipeline,
  engineering,
  quoting,
  contracts,
  orders,
  inventory,
  production,
  quality,
  receivables,
  service,
  channels,
  performance,
]
