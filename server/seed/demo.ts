import { sql } from 'kysely'
import { shippedPassword } from '../../kernel/auth/demoPassword.ts'
import { passwordMatches, setPassword } from '../../kernel/auth/password.ts'
import { renewDepartmentPaths } from '../../kernel/organisation/departmentPaths.ts'
import { changeRecord, createRecord } from '../../kernel/records/write.ts'
import { aloneInWorkspace } from '../../kernel/workspace/migrate.ts'
import { transact, type Tx } from '../../kernel/workspace/transact.ts'
import { systemActor, table, type Workspace } from '../../kernel/workspace/workspace.ts'
import { seedBusiness } from './business.ts'

interface Department {
  readonly name: string
  readonly parent?: string
}

export const demoCompany = '华东精密机械有限公司'

const departments: readonly Department[] = [
  { name: '华东精密' },
  { name: '销售部', parent: '华东精密' },
  { name: '销售一组', parent: '销售部' },
  { name: '销售二组', parent: '销售部' },
  { name: '技术部', parent: '华东精密' },
  { name: '生产部', parent: '华东精密' },
  { name: '质量部', parent: '华东精密' },
  { name: '采购部', parent: '华东精密' },
  { name: '仓储部', parent: '华东精密' },
  { name: '服务部', parent: '华东精密' },
  { name: '财务部', parent: '华东精密' },
]

export interface DemoPerson {
  readonly login: string
  readonly name: string
  readonly title: string
  readonly roles: readonly string[]
  readonly department: string
  readonly manager?: string
}

export const demoPeople: readonly DemoPerson[] = [
  {
    login: 'manager@demo.example',
    name: '顾明远',
    title: '总经理 General manager',
    roles: ['manager'],
    department: '华东精密',
  },
  {
    login: 'sales-director@demo.example',
    name: '沈岚',
    title: '销售总监 Sales director',
    roles: ['sales_director'],
    department: '销售部',
    manager: 'manager@demo.example',
  },
  {
    login: 'sales@demo.example',
    name: '林晓',
    title: '销售 Sales',
    roles: ['sales'],
    department: '销售一组',
    manager: 'sales-director@demo.example',
  },
  {
    login: 'sales2@demo.example',
    name: '周予安',
    title: '销售 Sales',
    roles: ['sales'],
    department: '销售二组',
    manager: 'sales-director@demo.example',
  },
  {
    login: 'tech-lead@demo.example',
    name: '陆工',
    title: '技术负责人 Tech lead',
    roles: ['tech_lead'],
    department: '技术部',
    manager: 'manager@demo.example',
  },
  {
    login: 'planner@demo.example',
    name: '钱进',
    title: '计划 Planner',
    roles: ['planner'],
    department: '生产部',
    manager: 'manager@demo.example',
  },
  {
    login: 'worker@demo.example',
    name: '孙师傅',
    title: '工人 Worker',
    roles: ['worker'],
    department: '生产部',
    manager: 'planner@demo.example',
  },
  {
    login: 'quality@demo.example',
    name: '何静',
    title: '质检 Quality',
    roles: ['quality'],
    department: '质量部',
    manager: 'manager@demo.example',
  },
  {
    login: 'purchaser@demo.example',
    name: '吴采',
    title: '采购 Purchaser',
    roles: ['purchaser'],
    department: '采购部',
    manager: 'manager@demo.example',
  },
  {
    login: 'warehouse@demo.example',
    name: '郑仓',
    title: '仓库 Warehouse',
    roles: ['warehouse'],
    department: '仓储部',
    manager: 'manager@demo.example',
  },
  {
    login: 'service-engineer@demo.example',
    name: '唐维',
    title: '服务工程师 Service engineer',
    roles: ['service_engineer'],
    department: '服务部',
    manager: 'manager@demo.example',
  },
  {
    login: 'finance@demo.example',
    name: '蒋会',
    title: '财务 Finance',
    roles: ['finance'],
    department: '财务部',
    manager: 'manager@demo.example',
  },
  {
    login: 'admin@demo.example',
    name: '管理员',
    title: '系统管理员 Administrator',
    roles: ['admin'],
    department: '华东精密',
  },
]

/**
 * Fills an empty workspace with the demonstration company, once; a kill half-way leaves it empty and the next
 * start tries again.
 */
export async function seedDemo(workspace: Workspace, password: string): Promise<void> {
  const isFilled = async () =>
    (
      await sql<{
        filled: boolean
      }>`select exists (select from ${table(workspace, 'user')}) as filled`.execute(workspace.db)
    ).rows[0]!.filled
  if (await isFilled())
    return password === shippedPassword ? undefined : replaceShippedPassword(workspace, password)
  await aloneInWorkspace(workspace, async () => {
    if (await isFilled()) return // another server was faster
    await transact(workspace, systemActor('seed'), async (tx) => {
      await sql`update ${table(workspace, '_workspace')} set demo = true, settings = ${JSON.stringify({ company_name: demoCompany, demo_password: password === shippedPassword ? 'shipped' : 'own' })}::jsonb`.execute(
        tx.db,
      )
      const places = await seedDepartments(tx)
      const people = await seedPeople(tx, places, password)
      await seedBusiness(tx, { places, people })
    })
  })
}

/**
 * Another password of the demonstration takes the place of the shipped one, once, with whom still has it;
 * what people chose themselves stays.
 */
async function replaceShippedPassword(workspace: Workspace, password: string): Promise<void> {
  const logins = demoPeople.map((person) => person.login)
  await aloneInWorkspace(workspace, async () => {
    const { rows } = await sql<{ person: string; hash: string | null }>`
      select c.person, c.password_hash as hash from ${table(workspace, '_credential')} c join ${table(workspace, 'user')} u on u.id = c.person
      where lower(u.login) = any(${logins}) and exists (select from ${table(workspace, '_workspace')} w where w.demo and w.settings ->> 'demo_password' is distinct from 'own')`.execute(
      workspace.db,
    )
    await transact(workspace, systemActor('seed'), async (tx) => {
      for (const { person, hash } of rows)
        if (await passwordMatches(hash, shippedPassword)) await setPassword(tx, person, password)
      await sql`update ${table(workspace, '_workspace')} set settings = settings || '{"demo_password": "own"}' where demo`.execute(
        tx.db,
      )
    })
  })
}

async function seedDepartments(tx: Tx): Promise<Record<string, string>> {
  const ids: Record<string, string> = {}
  for (const { name, parent } of departments)
    ids[name] = (await createRecord(tx, 'department', { name, parent: parent ? ids[parent] : null })).id
  await renewDepartmentPaths(tx.workspace, tx.db)
  return ids
}

async function seedPeople(
  tx: Tx,
  places: Record<string, string>,
  password: string,
): Promise<Record<string, string>> {
  const ids: Record<string, string> = {}
  for (const { login, name, roles, department, manager } of demoPeople) {
    const { id } = await createRecord(tx, 'user', {
      name,
      login,
      roles: [...roles],
      department: places[department],
      manager: manager ? ids[manager] : null,
    })
    await setPassword(tx, id, password)
    ids[login] = id
    const heads: Record<string, string> = {
      'manager@': '华东精密',
      'sales-director@': '销售部',
      'tech-lead@': '技术部',
      'planner@': '生产部',
      'quality@': '质量部',
      'finance@': '财务部',
      'warehouse@': '仓储部',
      'purchaser@': '采购部',
      'service-engineer@': '服务部',
    }
    const headed = heads[`${login.split('@')[0]}@`]
    if (headed) await changeRecord(tx, 'department', places[headed]!, { head: id })
  }
  return ids
}
