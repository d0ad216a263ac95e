import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseMail } from '../../kernel/mail/parseMail.ts'
import { takeMail } from '../../kernel/mail/takeMail.ts'
import { startTestHouse, type Caller, type TestHouse } from '../../kernel/testing/testHouse.ts'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { customers } from '../customers/index.ts'
import { pipeline } from '../pipeline/index.ts'
import { leads } from './index.ts'

/** A record as JSON: any, for the tests say what they want of it. */
type Row = any

let house: TestHouse, sales: Caller, director: Caller
beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), [leads, customers, pipeline])
  for (const group of ['销售一组', '销售二组']) await house.department(group, '销售部')
  sales = await house.person('林晓', ['sales'], '销售一组')
  director = await house.person('沈岚', ['sales_director', 'admin'], '销售部')
  await director.patch(`/api/records/user/${director.id}`, { email: 'shen@guantong.test.example' })
  await director.patch(`/api/records/user/${sales.id}`, { email: 'lin@guantong.test.example' })
})
afterAll(() => house?.stop())

const arrive = async (headers: Record<string, string>, body: string) => {
  const all = {
    From: '"王工" <wang@yuanda.test.example>',
    To: 'sales@guantong.test.example',
    Date: 'Mon, 23 Nov 2026 09:00:00 +0800',
    'Content-Type': 'text/plain; charset=utf-8',
    ...headers,
  }
  const raw = `${Object.entries(all)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\r\n')}\r\n\r\n${body}`
  await takeMail(house.workspace, await parseMail(new Uint8Array(Buffer.from(raw)), new Date()))
  await house.settle()
}
const allLeads = async (): Promise<Row[]> => (await director.get('/api/records/lead?sort=created_at')).items
const mailsOf = async (lead: string): Promise<Row[]> =>
  (
    await director.get(
      `/api/records/lead_mail?where=${encodeURIComponent(`lead = "${lead}"`)}&sort=created_at`,
    )
  ).items
const inquiry = '您好：\n需要脱硫设备两套，请报价。\n\n王工\n宁波远大机械有限公司\n13800138000'

test('a mail is a lead: compared, routed, with a deadline, and the sender is not its owner', async () => {
  await arrive({ 'Message-ID': '<1@yuanda>', Subject: '脱硫设备询价' }, inquiry)
  const [lead] = await allLeads()
  expect(lead).toMatchObject({
    company: '宁波远大机械有限公司',
    contact: '王工',
    phone: '13800138000',
    email: 'wang@yuanda.test.example',
    source: 'mail',
    owner: sales.id,
    stage: 'assigned',
    first_response_due_at: expect.any(String),
  })
  expect(lead.message).toContain('需要脱硫设备两套')
  await arrive({ 'Message-ID': '<1@yuanda>', Subject: '脱硫设备询价' }, inquiry)
  expect(await allLeads()).toHaveLength(1)
})

test('an answer joins the lead it answers, however deep in the thread, and its owner is told', async () => {
  const [lead] = await allLeads()
  await arrive(
    {
      'Message-ID': '<2@yuanda>',
      'In-Reply-To': '<9@guantong>',
      References: '<1@yuanda> <9@guantong>',
      Subject: 'Re: 脱硫设备询价',
    },
    '补充：处理风量 2 万。\n\n发件人: 林晓 <lin@guantong.test.example>\n发送时间: 2026年11月23日\n收件人: 王工\n\n请问风量是多少？',
  )
  await arrive(
    {
      'Message-ID': '<3@yuanda>',
      'In-Reply-To': '<2@yuanda>',
      Subject: '完全另外的主题',
      From: 'boss@yuanda.test.example',
    },
    '请尽快。',
  )
  expect(await allLeads()).toHaveLength(1)
  expect((await mailsOf(lead.id)).map((one) => [one.direction, one.text])).toEqual([
    ['in', inquiry],
    ['in', '补充：处理风量 2 万。'],
    ['in', '请尽快。'],
  ])
  expect(
    (await director.get(`/api/records/lead/${lead.id}/timeline`)).items.filter(
      (one: Row) => one.name === 'lead.mail_received',
    ),
  ).toHaveLength(2)
  expect(
    (await sales.get('/api/notifications')).items.filter(
      (one: Row) => one.title.zh === '客户回信：宁波远大机械有限公司',
    ),
  ).toHaveLength(2)
  expect(await director.get(`/api/records/lead/${lead.id}`)).toMatchObject({
    first_touch_at: null,
    stage: 'assigned',
  })
})

test('our own answer with a copy to the mailbox is the first contact', async () => {
  const [lead] = await allLeads()
  await arrive(
    {
      'Message-ID': '<4@guantong>',
      References: '<1@yuanda>',
      Subject: 'Re: 脱硫设备询价',
      From: '林晓 <lin@guantong.test.example>',
      To: 'wang@yuanda.test.example',
      Cc: 'sales@guantong.test.example',
    },
    '王工您好，马上报价。',
  )
  expect(await director.get(`/api/records/lead/${lead.id}`)).toMatchObject({
    stage: 'contacted',
    first_touch_at: expect.any(String),
    owner: sales.id,
    contact: '王工',
  })
  await house.forward({ minutes: 31 })
  expect(await director.get(`/api/records/lead/${lead.id}`)).toMatchObject({ response_breached: false })
  expect((await mailsOf(lead.id)).at(-1)).toMatchObject({ direction: 'out' })
})

test('the same company that writes anew is a lead of its own, marked as a likely duplicate', async () => {
  await arrive({ 'Message-ID': '<5@yuanda>', Subject: '另一台' }, inquiry)
  const found = await allLeads()
  expect(found).toHaveLength(2)
  expect(found[1]).toMatchObject({ possible_duplicate: true })
})

test.each([
  { 'Auto-Submitted': 'auto-replied', References: '<1@yuanda>' },
  { 'X-Autoreply': 'yes' },
  { Precedence: 'bulk' },
  { Subject: '自动回复：外出中' },
  {
    From: 'MAILER-DAEMON@mx.test.example',
    'Content-Type': 'multipart/report; report-type=delivery-status; boundary=x',
  },
] as Record<string, string>[])(
  'what a program wrote is neither a lead nor an answer (%#)',
  async (headers) => {
    const before = await allLeads()
    await arrive(
      {
        'Message-ID': `<auto-${Object.values(headers)[0]}>`.replace(/\s/g, ''),
        Subject: 'Re: 脱硫设备询价',
        ...headers,
      },
      '我在休假。',
    )
    expect(await allLeads()).toHaveLength(before.length)
    expect(await mailsOf(before[0].id)).toHaveLength(4)
  },
)

test('a mail that one of us passes on is the lead of who wrote it, and belongs to whom routing says', async () => {
  await arrive(
    { 'Message-ID': '<6@guantong>', Subject: '转发：询价', From: '沈岚 <shen@guantong.test.example>' },
    '请跟进\n\n---------- 转发的邮件 ----------\n发件人： 李经理 <li@hengda.test.example>\n主题： 询价\n\n需要钣金件。\n苏州恒达电气有限公司 13900001111',
  )
  const lead = (await allLeads()).at(-1)
  expect(lead).toMatchObject({
    company: '苏州恒达电气有限公司',
    contact: '李经理',
    email: 'li@hengda.test.example',
    source: 'mail',
  })
  expect(lead.owner).not.toBe(director.id)
  await arrive(
    { 'Message-ID': '<7@guantong>', Subject: '电话里说的', From: '沈岚 <shen@guantong.test.example>' },
    '有人要 100 件支架',
  )
  const told = (await allLeads()).at(-1)
  expect(told).toMatchObject({ company: '电话里说的', contact: null, email: null })
  expect(told.owner).not.toBe(director.id)
})

test('markup that comes as plain text stays text, and a mail without a word is still a lead', async () => {
  await arrive(
    {
      'Message-ID': '<8@x>',
      Subject: '<script>alert(1)</script>',
      From: 'x@x.test.example',
      'Content-Type': 'text/html; charset=utf-8',
    },
    '<img src=x onerror=alert(1)><script>alert(2)</script>',
  )
  expect((await allLeads()).at(-1)).toMatchObject({
    company: 'x@x.test.example',
    message: '<script>alert(1)</script>',
  })
})

test('an answer to a lead that became an opportunity is an activity there, too', async () => {
  const [lead] = await allLeads()
  const made = await sales.post(`/api/records/lead/${lead.id}/convert`)
  await arrive(
    { 'Message-ID': '<10@yuanda>', References: '<4@guantong>', Subject: 'Re: 报价' },
    '价格可以接受。',
  )
  expect(
    (
      await sales.get(
        `/api/records/activity?where=${encodeURIComponent(`opportunity = "${made.opportunity}"`)}`,
      )
    ).items,
  ).toMatchObject([{ kind: 'email', content: '价格可以接受。', customer: made.customer, owner: sales.id }])
})

test('answers to a lead that was merged join the one that was kept, and those to a deleted one are a lead', async () => {
  await arrive({ 'Message-ID': '<30@a>', Subject: '询价', From: 'a@merge.test.example' }, '要 5 台风机')
  await arrive({ 'Message-ID': '<31@b>', Subject: '询价', From: 'b@merge.test.example' }, '要 5 台风机')
  const [kept, gone] = (await allLeads()).slice(-2)
  await director.post(`/api/records/lead/${kept.id}/merge`, { other: gone.id })
  await arrive(
    { 'Message-ID': '<32@b>', 'In-Reply-To': '<31@b>', Subject: '催一下', From: 'b@merge.test.example' },
    '有消息吗',
  )
  expect((await mailsOf(kept.id)).map((one) => one.message_id)).toEqual(['<30@a>', '<31@b>', '<32@b>'])
  await director.del(`/api/records/lead/${kept.id}`)
  await arrive(
    { 'Message-ID': '<33@b>', 'In-Reply-To': '<32@b>', Subject: '还在吗', From: 'b@merge.test.example' },
    '还在吗',
  )
  expect((await allLeads()).at(-1)).toMatchObject({
    email: 'b@merge.test.example',
    message: '还在吗\n\n还在吗',
  })
})

test('the door for mail gateways wants a key, and the same mail through both doors is one lead', async () => {
  const body = {
    external_id: '<20@gateway>',
    from: 'zhou@jinma.test.example',
    from_name: '周工',
    subject: '询价',
    text: '要 5 台风机',
    at: '2026-11-23T01:00:00Z',
  }
  expect(
    (await house.app.inject({ method: 'POST', url: '/api/intake/mail', payload: body })).statusCode,
  ).toBe(401)
  const made = await director.post('/api/intake/mail', body)
  expect(made).toMatchObject({ lead: expect.any(String), joined: false })
  expect(
    await director.post('/api/intake/mail', { ...body, external_id: '<22@gateway>', for_process: true }),
  ).toEqual({ lead: null, accepted: false, reason: 'process' })
  const before = (await allLeads()).length
  await arrive({ 'Message-ID': '<20@gateway>', Subject: '询价' }, '要 5 台风机')
  expect(await allLeads()).toHaveLength(before)
  expect(
    await director.post('/api/intake/mail', { external_id: '<21@gateway>', subject: '没有发件人' }),
  ).toMatchObject({ code: 'field_invalid', field: 'from' })
})
