import type { Dice } from './random.ts'

/** Province, city, weight: most of the trade of a Suzhou company is next door. */
const places: readonly (readonly [readonly [string, string], number])[] = [
  [['江苏', '苏州'], 14],
  [['江苏', '昆山'], 9],
  [['江苏', '无锡'], 8],
  [['江苏', '常州'], 6],
  [['江苏', '南京'], 4],
  [['上海', '上海'], 9],
  [['浙江', '杭州'], 7],
  [['浙江', '宁波'], 7],
  [['浙江', '绍兴'], 5],
  [['浙江', '台州'], 3],
  [['安徽', '合肥'], 4],
  [['山东', '青岛'], 3],
  [['山东', '济南'], 2],
  [['广东', '深圳'], 6],
  [['广东', '东莞'], 5],
  [['广东', '佛山'], 3],
  [['湖北', '武汉'], 3],
  [['四川', '成都'], 3],
  [['重庆', '重庆'], 2],
  [['陕西', '西安'], 2],
  [['天津', '天津'], 2],
  [['辽宁', '沈阳'], 1],
]

/** Trade word in the name, industry of the lead. */
const trades = [
  ['自动化设备', '自动化'],
  ['环保科技', '环保工程'],
  ['汽车零部件', '汽车零部件'],
  ['电子科技', '消费电子'],
  ['医疗器械', '医疗器械'],
  ['新能源科技', '新能源'],
  ['液压机械', '工程机械'],
  ['包装机械', '包装机械'],
  ['模具', '模具制造'],
  ['半导体设备', '半导体'],
  ['食品机械', '食品机械'],
  ['轨道交通装备', '轨道交通'],
  ['光电科技', '光电'],
  ['船舶设备', '船舶'],
  ['化工设备', '化工'],
  ['纺织机械', '纺织机械'],
] as const

const first = [
  ...'恒瑞鼎泽润盛宏博启卓锐精创远景晟华凯联众德信诚泰安康嘉利百世汇通达腾辉耀星朗科维智云立伟正鸿昌隆兴旺裕丰茂荣禾沃翔骏迈',
]
const second = [
  ...'源泰达辉腾瀚宇业成力邦特斯威佳美铭硕实奥朗飞扬越强进展拓川河海洋山峰岳林森木石钧铠钢铁铂银晶玉珂琪琳韵方圆明亮光程途锦',
]
const surnames = [...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕']
const given = [
  '建国',
  '志强',
  '海燕',
  '晓东',
  '丽华',
  '文博',
  '雪梅',
  '俊杰',
  '永刚',
  '春兰',
  '国栋',
  '思远',
  '佳怡',
  '明辉',
  '晓峰',
  '玉玲',
  '振华',
  '雅琴',
  '立新',
  '子涵',
  '浩然',
  '慧敏',
  '宏伟',
  '小红',
]

export interface Firm {
  readonly company: string
  readonly contact: string
  readonly phone: string
  readonly province: string
  readonly city: string
  readonly industry: string
}

/** A company that could be, with a person to call. `index` makes its telephone its own. */
export function inventFirm(dice: Dice, index: number): Firm {
  const [province, city] = dice.weigh(places)
  const [trade, industry] = dice.pick(trades)
  const brand = dice.pick(first) + dice.pick(second)
  const kind = dice.weigh([
    ['有限公司', 8],
    ['股份有限公司', 1],
    ['制造有限公司', 2],
  ] as const)
  return {
    company: `${city}${brand}${trade}${kind}`,
    contact: inventPerson(dice),
    phone: `${dice.pick(['138', '139', '136', '158', '186', '177'])}${String(10_000_000 + ((index * 7919) % 89_999_999)).slice(0, 8)}`,
    province,
    city,
    industry,
  }
}

export const inventPerson = (dice: Dice): string => dice.pick(surnames) + dice.pick(given)
