/** What names of firms are made of: a place, a brand of two characters, a trade and a form. */
const places = words(
  '深圳市 上海 杭州 苏州 宁波 无锡 佛山市 东莞市 青岛 烟台 武汉 成都 大连 厦门 常州 温州 嘉兴 绍兴 台州 合肥 长沙 郑州 济南 南京',
)
const marks = [
  ...'凌耀恒泰宏瑞丰晟昊鼎骏朗卓臻翔祺澜帆沐佳盛达华东明信德康力源隆兴安中联通新亚海天金鑫星光辉博远大同正方圆',
]
const trades = words(
  '机械 精密机械 环保科技 阀门 新材料 电气 自动化设备 医疗器械 食品 汽车零部件 模具 电子 包装 轴承 液压 塑胶 五金制品 仪器仪表 纺织 激光',
)
const forms = words('有限公司 股份有限公司 集团有限公司 制造有限公司')

function words(text: string): readonly string[] {
  return text.split(' ')
}

/** Arrays and expression give, for a column `n`, the names that `companyName` gives: for filling in by SQL. */
export const nameArrays: readonly (readonly string[])[] = [places, marks, trades, forms]
export const nameInSql = (n: string): string =>
  [`$1 ${n} * 7 / 3`, `$2 ${n} * 31`, `$2 ${n} / 7 * 17`, `$3 ${n} / 3 * 11`, `$4 ${n} / 5`]
    .map((part) => /^(\$\d) (.*)$/.exec(part)!)
    .map(([, array, index]) => `(${array}::text[])[1 + (${index}) % cardinality(${array}::text[])]`)
    .join(' || ')

/**
 * The name of the n-th firm, as firms are called: few resemble each other much, many a little.
 * @example companyName(5) // 温州源盛精密机械制造有限公司
 */
export function companyName(n: number): string {
  const pick = (of: readonly string[], index: number) => of[Math.floor(index) % of.length]!
  return [
    pick(places, (n * 7) / 3),
    pick(marks, n * 31),
    pick(marks, Math.floor(n / 7) * 17),
    pick(trades, Math.floor(n / 3) * 11),
    pick(forms, n / 5),
  ].join('')
}
