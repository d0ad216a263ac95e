import { expect, test } from 'vitest'
import { readLetter } from './readLetter.ts'

test('the signature tells company and telephone', () => {
  expect(
    readLetter(
      '贯通机械有限公司 您好：\n请报价支架 200 件，电话 0571-88886666 也可。\n\n王工\n宁波远大机械（集团）有限公司\n手机：138 0013 8000',
    ),
  ).toMatchObject({ company: '宁波远大机械（集团）有限公司', phone: '138 0013 8000' })
  expect(
    readLetter('Please quote.\n\nJohn Smith\nAcme Fluid Systems Co., Ltd.\nTel: +1 (312) 555-0147'),
  ).toMatchObject({ company: 'Acme Fluid Systems Co., Ltd.', phone: '+1 (312) 555-0147' })
  expect(readLetter('13800138000宁波第3机械有限公司').company).toBe('宁波第3机械有限公司')
  expect(readLetter('你好，请报价')).toMatchObject({ company: null, phone: null, forwarded: null })
})

test.each([
  '好的，就按这个价。\n\n------------------ 原始邮件 ------------------\n发件人: "林晓"\n价格如下',
  '好的，就按这个价。\n\n发件人: 林晓 <lin@a.cn>\n发送时间: 2026年11月20日\n收件人: 王工\n价格如下',
  '好的，就按这个价。\n\nOn Fri, Nov 20, 2026 at 9:00 AM Lin <lin@a.cn> wrote:\n> 价格如下',
  '好的，就按这个价。\n\n在 2026年11月20日，林晓 <lin@a.cn> 写道：\n价格如下',
])('an answer is told from what it quotes (%#)', (text) => {
  expect(readLetter(text).said).toBe('好的，就按这个价。')
})

test('a mail that somebody passed on names who wrote it', () => {
  expect(
    readLetter(
      '请跟进\n\n---------- 转发的邮件 ----------\n发件人： 王工 <Wang@yuanda.test.example>\n主题： 询价\n\n需要支架\n宁波远大机械有限公司',
    ),
  ).toMatchObject({
    forwarded: { name: '王工', address: 'wang@yuanda.test.example' },
    company: '宁波远大机械有限公司',
  })
})
