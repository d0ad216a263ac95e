/**
 * A company made for a test: every way of writing its name follows from its place, its brand and its trade.
 */
export interface TestCompany {
  readonly code: string
  readonly full: string
  /** As people say it: brand and trade, or drawn together from both. */
  readonly short: string
  readonly english: string
  readonly province: string
  readonly city: string
  readonly address: string
  readonly brand: string
  readonly trade: string
}

const places = [
  ['浙江', '杭州', 'Hangzhou'],
  ['浙江', '宁波', 'Ningbo'],
  ['浙江', '绍兴', 'Shaoxing'],
  ['江苏', '苏州', 'Suzhou'],
  ['江苏', '无锡', 'Wuxi'],
  ['广东', '佛山', 'Foshan'],
  ['广东', '东莞', 'Dongguan'],
  ['山东', '青岛', 'Qingdao'],
  ['山东', '烟台', 'Yantai'],
  ['湖北', '武汉', 'Wuhan'],
  ['四川', '成都', 'Chengdu'],
  ['辽宁', '大连', 'Dalian'],
  ['福建', '厦门', 'Xiamen'],
] as const
/** Characters that make a brand, no two of one sound. */
const marks = [
  ['凌', 'ling'],
  ['耀', 'yao'],
  ['恒', 'heng'],
  ['泰', 'tai'],
  ['宏', 'hong'],
  ['瑞', 'rui'],
  ['丰', 'feng'],
  ['晟', 'sheng'],
  ['昊', 'hao'],
  ['鼎', 'ding'],
  ['骏', 'jun'],
  ['朗', 'lang'],
  ['卓', 'zhuo'],
  ['臻', 'zhen'],
  ['翔', 'xiang'],
  ['祺', 'qi'],
  ['澜', 'lan'],
  ['帆', 'fan'],
  ['沐', 'mu'],
] as const
const trades = [
  ['机械', 'Machinery'],
  ['环保科技', 'Environmental Technology'],
  ['精密制造', 'Precision Manufacturing'],
  ['阀门', 'Valve'],
  ['新材料', 'New Material'],
  ['电气设备', 'Electric Equipment'],
  ['自动化', 'Automation'],
  ['医疗器械', 'Medical Devices'],
  ['食品', 'Food'],
  ['汽车零部件', 'Auto Parts'],
  ['化学', 'Chemical'],
] as const
const forms = ['有限公司', '股份有限公司', '集团股份有限公司'] as const

/** That many companies, no two of one brand (342 brands); always the same ones. */
export function testCompanies(count: number): readonly TestCompany[] {
  const brands = marks.flatMap(([first, sound], i) =>
    marks.filter((_, j) => j !== i).map(([second, other]) => [first + second, sound + other] as const),
  )
  if (count > brands.length) throw new Error(`There are ${brands.length} companies`)
  return Array.from({ length: count }, (_, i): TestCompany => {
    const [brand, sound] = brands[(i * 59) % brands.length]!
    const [province, city, cityEnglish] = places[(i * 7) % places.length]!
    const [trade, tradeEnglish] = trades[(i * 3) % trades.length]!
    return {
      code: `C${String(i + 1).padStart(4, '0')}`,
      brand,
      trade,
      province,
      city,
      full: `${city}${brand}${trade}${forms[i % forms.length]!}`,
      short:
        i % 3 === 2 && trade.length === 4 ? `${brand}${trade[0]}${trade[2]}` : `${brand}${trade.slice(0, 2)}`,
      english: `${cityEnglish} ${sound[0]!.toUpperCase()}${sound.slice(1)} ${tradeEnglish} Co., Ltd.`,
      address: `${province}省${city}市解放路${i + 1}号`,
    }
  })
}
