import { setPassword } from '../../kernel/auth/password.ts'
import { actorById } from '../../kernel/auth/whoComes.ts'
import { createRecord } from '../../kernel/records/write.ts'
import { transact } from '../../kernel/workspace/transact.ts'
import { systemActor, type Workspace } from '../../kernel/workspace/workspace.ts'
import { catalogue, spares, type Product } from './catalogue.ts'
import { sellerPlans } from './sellers.ts'
import { find, first, make, type World } from './world.ts'

type Finder = Pick<World, 'workspace'> & World

/** Sellers beside the two of the seed, and how each product is made; what is there already is left alone. */
export async function furnish(world: Finder, password: string): Promise<void> {
  const director = world.staff.director.id
  for (const { login, name, group } of sellerPlans) {
    if (await first(world, 'user', 'login = the_login', { the_login: login })) continue
    const department = (await first(world, 'department', 'name = the_group', { the_group: group }))!.id
    await transact(world.workspace, systemActor('history'), async (tx) => {
      const { id } = await createRecord(tx, 'user', {
        name,
        login,
        roles: ['sales'],
        department,
        manager: director,
      })
      await setPassword(tx, id, password)
    })
  }
  for (const product of [...catalogue, ...spares]) await describeProduct(world, product)
}

async function describeProduct(
  world: World,
  { code, name, spec, price, cost, way, supplier }: Product,
): Promise<void> {
  const { planner, director } = world.staff
  if (!(await first(world, 'price_list', 'item_code = the_code', { the_code: code })))
    await make(world, director, 'price_list', {
      item_code: code,
      name,
      price: price.toFixed(2),
      valid_from: '2020-01-01',
    })
  const item =
    (await first(world, 'item', 'code = the_code', { the_code: code })) ??
    (await make(world, planner, 'item', {
      code,
      name,
      spec,
      unit: '套',
      standard_cost: (price * cost).toFixed(2),
      ...(supplier ? bought(supplier) : produced),
    }))
  if (
    way.length === 0 ||
    (await find(world, 'routing', 'item = the_item', { the_item: item.id }, 1)).length > 0
  )
    return
  await make(world, planner, 'routing', {
    item: item.id,
    name: `${name}工艺`,
    lines: way.map(([operation, work_centre, minutes], at) => ({
      sequence: String((at + 1) * 10),
      name: operation,
      work_centre,
      setup_minutes: '30',
      run_minutes: String(minutes),
    })),
  })
}

const produced = { kind: 'finished', make_or_buy: 'make', serial_tracked: true, warranty_months: '12' }
const bought = (supplier: string) => ({ kind: 'material', make_or_buy: 'buy', supplier, lead_time_days: '6' })

const posts = {
  manager: 'manager',
  director: 'sales-director',
  tech_lead: 'tech-lead',
  planner: 'planner',
  worker: 'worker',
  quality: 'quality',
  purchaser: 'purchaser',
  warehouse: 'warehouse',
  engineer: 'service-engineer',
  finance: 'finance',
  admin: 'admin',
} as const

/** Who acts, by post, with the rights they have. */
export async function findStaff(workspace: Workspace): Promise<World['staff']> {
  const entries = Object.entries(posts).map(
    async ([post, login]) => [post, await personOf(workspace, `${login}@demo.example`)] as const,
  )
  return Object.fromEntries(await Promise.all(entries)) as unknown as World['staff']
}

export const findSellers = (workspace: Workspace): Promise<World['sellers']> =>
  Promise.all(
    sellerPlans.map(async ({ login, strength }) => ({ actor: await personOf(workspace, login), strength })),
  )

async function personOf(workspace: Workspace, login: string) {
  const row = await first({ workspace } as World, 'user', 'login = the_login', { the_login: login })
  const actor = row && (await actorById(workspace, workspace.db, row.id))
  if (!actor) throw new Error(`The demonstration company has nobody with the login ${login}`)
  return actor
}
