import { signIn } from '../client.ts'

/** Deals and leads of a seller, enough for a list to be worked on: the demonstration begins without any. */
export async function makeDeals(base: string, password: string): Promise<void> {
  const seller = await signIn(base, 'sales@demo.example', password)
  const customer = await seller.post('/records/customer', { name: '昆山恒力液压有限公司' })
  for (const [at, name] of ['阀块批量', '油缸端盖', '泵体改型', '接头试制', '支架年单', '护罩钣金'].entries())
    await seller.post('/records/opportunity', {
      name,
      customer: customer.id,
      amount: String((at + 1) * 40_000),
      next_step: `第${at + 1}次拜访`,
    })
  for (const company of ['苏州精工阀门厂', '常州天合机械有限公司'])
    await seller.post('/records/lead', { company, contact: '李工', phone: '13800138000', source: 'website' })
}
