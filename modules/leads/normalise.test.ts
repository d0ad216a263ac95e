import { expect, test } from 'vitest'
import { normaliseCompany, normalisePhone, normaliseRegion } from './normalise.ts'

test('one mobile written in many ways is one number', () => {
  for (const text of [
    '13812345678',
    '+86 138 1234 5678',
    '0086-138-1234-5678',
    '86 13812345678',
    '１３８１２３４５６７８',
    '(+86)138.1234.5678',
    '013812345678',
    '手机：138-1234-5678',
  ]) {
    expect(normalisePhone(text), text).toMatchObject({
      phone: '+8613812345678',
      kind: 'mobile',
      extension: null,
    })
  }
})

test('a landline keeps its area code and its extension apart', () => {
  for (const text of [
    '0571-88886666-801',
    '(0571) 8888 6666 转801',
    '+86 571 88886666 ext. 801',
    '０５７１－８８８８６６６６ 分机 801',
  ]) {
    expect(normalisePhone(text), text).toMatchObject({
      phone: '+8657188886666',
      kind: 'landline',
      extension: '801',
    })
  }
  expect(normalisePhone('010-62345678').phone).toBe('+861062345678')
  expect(normalisePhone('400-820-8820')).toMatchObject({ phone: '+864008208820', kind: 'service' })
})

test('a foreign number keeps its country', () => {
  expect(normalisePhone('+49 (0)89 1234567').phone).toBe('+49891234567')
  expect(normalisePhone('(415) 555-2671', 'US').phone).toBe('+14155552671')
})

test('of two numbers in one cell the first good one is taken', () => {
  expect(normalisePhone('13812345678/0571-88886666').phone).toBe('+8613812345678')
})

test('what cannot be dialled says why', () => {
  expect(normalisePhone('88886666').reason?.zh).toBe('固定电话缺少区号')
  expect(normalisePhone('1381234567').reason?.zh).toContain('11位')
  expect(normalisePhone('无').phone).toBeNull()
  expect(normalisePhone(null).reason).not.toBeNull()
})

test('spacing, widths, brackets, legal form and 省市 do not make another company', () => {
  const key = normaliseCompany('浙江贯通机械(集团)股份有限公司').key
  for (const name of [
    '浙江省贯通机械（集团）有限责任公司',
    ' 浙江贯通 机械集团 有限公司　',
    '浙江貫通機械【集团】有限公司',
    '浙江贯通机械集团',
  ]) {
    expect(normaliseCompany(name).key.replace('貫', '贯'), name).toBe(key)
  }
})

test('a company name comes apart into place, core and legal form', () => {
  expect(normaliseCompany('贯通机械（上海）有限公司')).toEqual({
    key: '上海贯通机械',
    core: '贯通机械',
    region: '上海',
    suffix: '有限公司',
    parenthesised: ['上海'],
  })
  expect(normaliseCompany('Guantong Machinery Co., Ltd.')).toMatchObject({
    core: 'guantong machinery',
    suffix: 'co ltd',
  })
  expect(normaliseCompany('Müller Maschinenbau GmbH')).toMatchObject({
    core: 'müller maschinenbau',
    suffix: 'gmbh',
  })
})

test('a place finds its province and sales region', () => {
  expect(normaliseRegion('浙江省', '杭州市')).toEqual({
    province: '浙江',
    city: '杭州',
    sales_region: '华东',
  })
  expect(normaliseRegion('', '深圳')).toEqual({ province: '广东', city: '深圳', sales_region: '华南' })
  expect(normaliseRegion('内蒙古自治区')).toEqual({ province: '内蒙古', city: null, sales_region: '华北' })
  expect(normaliseRegion('上海市', '市辖区')).toEqual({
    province: '上海',
    city: '上海',
    sales_region: '华东',
  })
  expect(normaliseRegion('粤')).toMatchObject({ province: '广东' })
  expect(normaliseRegion('Atlantis')).toBeNull()
})
