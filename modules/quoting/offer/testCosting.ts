import { plateDxf, startTrade, upload } from '../../contracts/testTrade.ts'

/** A company that knows what steel and its laser cost, and has a plate measured for one deal. */
export async function openCosting() {
  const trade = await startTrade()
  const { boss, seller, house } = trade
  const customer = (figures: object) =>
    trade.director.post('/api/records/customer', { ...figures, owner: trade.seller.id })
  const rows = async (what: string, where: string) =>
    (await trade.lead.get(`/api/records/${what}?sort=created_at&where=${encodeURIComponent(where)}`)).items
  for (const [price_per_kg, valid_from] of [
    ['5.00', '2020-01-01'],
    ['6.00', '2026-01-01'],
    ['99.00', '2099-01-01'],
  ])
    await boss.post('/api/records/material_price', { material: 'Q235', price_per_kg, valid_from })
  await boss.post('/api/records/machine', {
    name: '激光',
    type: 'laser',
    purchase_value: '600000',
    depreciation_years: '10',
    hours_a_year: '3000',
    power_kw: '15',
    energy_price: '0.8',
    tool_wear: '68',
  })
  const buyer = await customer({ name: '张家港核价有限公司', trial: false })
  const deal: string = (await seller.post('/api/records/opportunity', { name: '平板', customer: buyer.id }))
    .id
  await upload(seller, { name: '平板.dxf', content: plateDxf, object: 'opportunity', record: deal })
  await house.settle()
  return { trade, deal, customer, rows }
}
export type Costing = Awaited<ReturnType<typeof openCosting>>
