import iconv from 'iconv-lite'
import { expect, test } from 'vitest'
import { readMailboxAddress } from './imapAddress.ts'
import { parseMail } from './parseMail.ts'
import { readSource } from './readSource.ts'

const now = new Date('2026-11-23T02:00:00Z')
const parse = (raw: string | Buffer) => parseMail(new Uint8Array(Buffer.from(raw as string)), now)
const letter = (headers: string, body = 'hello') =>
  `From: =?UTF-8?B?${Buffer.from('王工').toString('base64')}?= <Wang@YuanDa.test.example>\r\nTo: sales@test.example\r\nMessage-ID: <1@yuanda>\r\n${headers}\r\n\r\n${body}`
const kindOf = async (headers: string) => (await parse(letter(headers))).automatic

test('a mail in GBK is read, whether it came as it is or in base64', async () => {
  const text = '您好，我们需要一批不锈钢支架，请报价。'
  const gbk = iconv.encode(text, 'gbk')
  const plain = await parse(
    Buffer.concat([
      Buffer.from(letter('Content-Type: text/plain; charset=gb2312\r\nContent-Transfer-Encoding: 8bit', '')),
      gbk,
    ]),
  )
  const packed = await parse(
    letter(
      `Subject: =?GBK?B?${iconv.encode('询价：支架', 'gbk').toString('base64')}?=\r\nContent-Type: text/plain; charset=GBK\r\nContent-Transfer-Encoding: base64`,
      gbk.toString('base64'),
    ),
  )
  expect([plain.text, packed.text]).toEqual([text, text])
  expect(packed).toMatchObject({
    subject: '询价：支架',
    from: 'wang@yuanda.test.example',
    from_name: '王工',
    to: ['sales@test.example'],
    id: '<1@yuanda>',
    automatic: null,
  })
})

test('quoted-printable with soft breaks is one line again', async () => {
  expect(
    (
      await parse(
        letter(
          'Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable',
          'Stück=C3=BCck =E6=94=AF=E6=9E=B6=\r\n end',
        ),
      )
    ).text,
  ).toBe('Stückück 支架 end')
})

test('of a mail in HTML only the text is kept, and nothing of what it would have run or loaded', async () => {
  const html =
    '<html><head><style>p{color:red}</style><script>steal()</script></head><body onload="steal()"><p>需要<b>10</b>件</p><p>图纸见附件&lt;b&gt;</p><img src="https://track.test.example/x.gif"><iframe src="javascript:steal()"></iframe></body></html>'
  const { text } = await parse(letter('Content-Type: text/html; charset=utf-8', html))
  expect(text).toBe('需要10件\n\n图纸见附件<b>')
})

test('tricks with control characters and directions do not survive', async () => {
  const mail = await parse(
    letter(
      'Subject: =?UTF-8?B?' +
        Buffer.from('报价\u202egpj.exe\u0000').toString('base64') +
        '?=\r\nContent-Type: text/plain; charset=utf-8',
      'a\u200bb\u0007\r\n\r\n\r\n\r\nc',
    ),
  )
  expect([mail.subject, mail.text]).toEqual(['报价gpj.exe', 'ab\n\nc'])
})

test.each([
  ['Auto-Submitted: auto-replied', 'auto_reply'],
  ['Auto-Submitted: auto-generated', 'auto_reply'],
  ['Auto-Submitted: no', null],
  ['X-Autoreply: yes', 'auto_reply'],
  ['X-Autorespond: 1', 'auto_reply'],
  ['X-Auto-Response-Suppress: All', 'auto_reply'],
  ['Precedence: auto_reply', 'auto_reply'],
  ['Precedence: bulk', 'bulk'],
  ['Precedence: junk', 'bulk'],
  ['Precedence: normal', null],
  ['List-Id: <news.test.example>', 'bulk'],
  ['Subject: =?UTF-8?B?' + Buffer.from('自动回复: 询价').toString('base64') + '?=', 'auto_reply'],
  ['Subject: Out of Office: your quote', 'auto_reply'],
  ['Subject: Re: Out of Office: your quote', null],
  ['Return-Path: <>', 'bounce'],
  ['X-Failed-Recipients: a@b.test.example', 'bounce'],
  ['Content-Type: multipart/report; report-type=delivery-status; boundary=x', 'bounce'],
  ['Subject: RFQ', null],
] as const)('%s: %s', async (headers, kind) => {
  expect(await kindOf(headers)).toBe(kind)
})

test('a bounce is known by its sender, too', async () => {
  expect(
    (await parse('From: Mail Delivery System <MAILER-DAEMON@mx.test.example>\r\n\r\nundeliverable'))
      .automatic,
  ).toBe('bounce')
})

test('what a mail answers is named nearest first', async () => {
  expect(
    (await parse(letter('In-Reply-To: <3@us>\r\nReferences: <1@them> <2@us>\r\n <3@us>'))).answers,
  ).toEqual(['<3@us>', '<2@us>', '<1@them>'])
})

test('a mail without an id has one of its own, always the same; a sending time in the future is not believed', async () => {
  const raw = 'From: a@b.test.example\r\nDate: Mon, 23 Nov 2099 10:00:00 +0800\r\n\r\nhello'
  const [one, two] = [await parse(raw), await parse(raw)]
  expect(one.id).toBe(two.id)
  expect(one.id.length).toBeLessThan(200)
  expect(one.at).toBe(now.toISOString())
})

test('attachments are taken, small pictures of a signature are not, and what is too much is named', async () => {
  const part = (headers: string, body: string) =>
    `--x\r\n${headers}\r\nContent-Transfer-Encoding: base64\r\n\r\n${body}\r\n`
  const many = Array.from({ length: 22 }, (_, i) =>
    part(
      `Content-Type: application/octet-stream; name="p${i}.step"\r\nContent-Disposition: attachment; filename="p${i}.step"`,
      Buffer.from('ISO-10303-21;').toString('base64'),
    ),
  ).join('')
  const mail = await parse(
    letter(
      'Content-Type: multipart/mixed; boundary=x',
      `--x\r\nContent-Type: multipart/related; boundary=y\r\n\r\n--y\r\nContent-Type: text/html\r\n\r\n<p>hi<img src="cid:logo"></p>\r\n--y\r\nContent-Type: image/png\r\nContent-ID: <logo>\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.alloc(500).toString('base64')}\r\n--y--\r\n${many}--x--`,
    ),
  )
  expect(mail.text).toBe('hi')
  expect(mail.attachments.map((one) => one.name)).toEqual(Array.from({ length: 20 }, (_, i) => `p${i}.step`))
  expect(mail.left_out).toEqual(['p20.step', 'p21.step'])
})

test('a hostile mail is read in a thread, and rubbish is still a mail', async () => {
  const nested = '<div>'.repeat(50_000) + '救命' + '</div>'.repeat(50_000)
  expect(
    await readSource(
      new Uint8Array(Buffer.from(letter('Content-Type: text/html; charset=utf-8', nested))),
      now,
    ),
  ).toMatchObject({ id: '<1@yuanda>' })
  expect(await readSource(new Uint8Array(Buffer.from('\u0000\u0001 no mail at all')), now)).toMatchObject({
    automatic: 'bounce',
    attachments: [],
  })
})

test('the address of a mailbox is read, and a wrong one is refused without being repeated', () => {
  expect(readMailboxAddress('imaps://sales%40a.cn:p%2Fw@imap.a.cn')).toEqual({
    host: 'imap.a.cn',
    port: 993,
    secure: true,
    user: 'sales@a.cn',
    password: 'p/w',
    folder: 'INBOX',
  })
  expect(readMailboxAddress('imap://u:p@h:1143/%E8%AF%A2%E7%9B%98')).toMatchObject({
    port: 1143,
    secure: false,
    folder: '询盘',
  })
  for (const url of ['imaps://topsecret@h', 'pop3://u:topsecret@h', 'topsecret'])
    expect(() => readMailboxAddress(url)).toThrow(/^(?!.*topsecret).*IMAP_URL/)
})
