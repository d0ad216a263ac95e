import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestHouse, type Caller, type TestHouse } from '../../kernel/testing/testHouse.ts'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { customers } from '../customers/index.ts'
import { engineering } from '../engineering/index.ts'
import { leads } from '../leads/index.ts'
import { pipeline } from './index.ts'

let house: TestHouse, seller: Caller, colleague: Caller, director: Caller
beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), [leads, customers, pipeline, engineering])
  await house.department('销售一组', '销售部')
  seller = await house.person('林晓', ['sales'], '销售一组')
  colleague = await house.person('周予安', ['sales'], '销售一组')
  director = await house.person('沈岚', ['sales_director'], '销售部')
})
afterAll(() => house?.stop())

/** A lead that was spoken to and is ready to become a deal. */
const spoken = async (who: Caller, company: string, more: object = {}): Promise<string> => {
  const { id } = await who.post('/api/records/lead', { company, contact: '王工', source: 'phone', ...more })
  await house.settle()
  await who.post(`/api/records/lead/${id}/log_touch`, { content: '已沟通' })
  return id
}
const convert = (who: Caller, id: string, body: object = {}) =>
  who.post(`/api/records/lead/${id}/convert`, body)
const customersNamed = async (name: string) =>
  (await director.get(`/api/records/customer?where=${encodeURIComponent(`name = "${name}"`)}&count=exact`))
    .count

test('a lead that looks like a customer asks whether it is one before it makes a second', async () => {
  const first = await convert(
    seller,
    await spoken(seller, '宁波远大机械（集团）有限公司', {
      phone: '13900000001',
      email: 'wang@yuanda.example',
    }),
  )
  const id = await spoken(seller, '宁波远大机械集团有限公司', { phone: '13900000002' })
  expect(await convert(seller, id)).toMatchObject({
    status: 409,
    code: 'duplicate_open',
    field: 'duplicate',
    detail: expect.stringContaining('宁波远大机械（集团）有限公司'),
  })
  expect(await customersNamed('宁波远大机械集团有限公司')).toBe(0)
  expect(await convert(seller, id, { duplicate: 'same' })).toMatchObject({ customer: first.customer })
  expect(
    (
      await director.get(`/api/records/duplicate_match?where=${encodeURIComponent(`lead = "${id}"`)}`)
    ).items.map((one: { verdict: string }) => one.verdict),
  ).toContain('same')
})

test('whoever says that it is another customer says why, and the reason is kept', async () => {
  await convert(seller, await spoken(seller, '温州正泰阀门有限公司', { phone: '13911110001' }))
  const id = await spoken(seller, '温州正泰阀门有限公司二厂', { phone: '13911110001' })
  expect(await convert(seller, id, { duplicate: 'different' })).toMatchObject({
    code: 'field_required',
    field: 'reason',
  })
  const made = await convert(seller, id, { duplicate: 'different', reason: '独立法人' })
  expect(await director.get(`/api/records/customer/${made.customer}`)).toMatchObject({
    name: '温州正泰阀门有限公司二厂',
  })
  const { items } = await seller.get(`/api/records/lead/${id}/timeline`)
  expect(items.find((one: { name: string }) => one.name === 'lead.judged_different').payload).toMatchObject({
    reason: '独立法人',
  })
})

test('the same address or telephone of a contact is asked about though the company is called otherwise', async () => {
  const first = await convert(
    seller,
    await spoken(seller, '绍兴甲壹染整有限公司', { phone: '13922220001', email: 'li@jiayi.example' }),
  )
  const id = await spoken(seller, 'Jiayi Dyeing', { email: 'li@jiayi.example' })
  expect(await convert(seller, id)).toMatchObject({ code: 'duplicate_open' })
  expect(await convert(seller, id, { customer: first.customer })).toMatchObject({ customer: first.customer })
})

test("of a colleague's customer the seller learns whose it is and not what it is called", async () => {
  await convert(colleague, await spoken(colleague, '嘉兴秘密泵业有限公司', { phone: '13933330001' }))
  const answer = await convert(seller, await spoken(seller, '嘉兴泵业经营部', { phone: '13933330001' }))
  expect(answer).toMatchObject({
    code: 'duplicate_open',
    detail: expect.stringContaining('周予安负责的一个客户'),
  })
  expect(answer.detail).not.toContain('秘密')
})

test('where several look alike one of them is chosen, and another customer than these wants a reason', async () => {
  const [one, two] = [
    await convert(seller, await spoken(seller, '台州同号甲泵业有限公司', { phone: '13944440001' })),
    await convert(seller, await spoken(seller, '丽水同号乙阀门有限公司')),
  ]
  for (const { contact } of [one, two])
    await seller.patch(`/api/records/contact/${contact}`, { email: 'both@tonghao.example' })
  const other = (await seller.post('/api/records/customer', { name: '不相干有限公司' })).id
  const id = await spoken(seller, 'Tonghao Trading', { email: 'both@tonghao.example' })
  expect(await convert(seller, id, { duplicate: 'same' })).toMatchObject({
    code: 'duplicate_open',
    detail: expect.stringContaining('不止一个'),
  })
  expect(await convert(seller, id, { customer: other })).toMatchObject({ code: 'duplicate_open' })
  expect(await convert(seller, id, { customer: two.customer })).toMatchObject({ customer: two.customer })
})

test('the drawings of a lead go with it to the deal, and are measured there', async () => {
  const id = await spoken(seller, '湖州图纸机械有限公司')
  const dxf = '0\nSECTION\n2\nENTITIES\n0\nCIRCLE\n8\n0\n10\n0\n20\n0\n40\n25\n0\nENDSEC\n0\nEOF\n'
  const part = (name: string, value: string, file = '') =>
    `--edge\r\ncontent-disposition: form-data; name="${name}"${file}\r\n\r\n${value}\r\n`
  const payload = `${part('object', 'lead')}${part('record', id)}${part('file', dxf, '; filename="法兰.dxf"')}--edge--\r\n`
  const sent = await seller.raw({
    method: 'POST',
    url: '/api/files',
    payload,
    headers: { 'content-type': 'multipart/form-data; boundary=edge' },
  })
  expect(sent.status).toBe(201)
  const { opportunity } = await convert(seller, id)
  await house.settle()
  const filesOf = async (object: string, record: string) =>
    (await seller.get(`/api/files?object=${object}&record=${record}`)).items.map(
      (one: { name: string }) => one.name,
    )
  expect([await filesOf('lead', id), await filesOf('opportunity', opportunity)]).toEqual([[], ['法兰.dxf']])
  const { items } = await director.get(
    `/api/records/drawing?where=${encodeURIComponent(`opportunity = "${opportunity}"`)}`,
  )
  expect(items).toMatchObject([{ name: '法兰.dxf', kind: 'dxf' }])
})

test('a lead that was converted is not merged away into another', async () => {
  const gone = await spoken(seller, '衢州并转机械有限公司')
  const { opportunity } = await convert(seller, gone)
  const kept = await spoken(seller, '衢州并留机械有限公司')
  expect(await director.post(`/api/records/lead/${kept}/merge`, { other: gone })).toMatchObject({
    status: 409,
    code: 'merge_closed',
    field: 'other',
  })
  expect(await director.get(`/api/records/lead/${gone}`)).toMatchObject({ stage: 'converted', opportunity })
})
