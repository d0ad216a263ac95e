/** The one-letter names of the provinces, as they stand in short company names: 沪硅产业, 粤万年青. */
const letters: Readonly<Record<string, string>> = {
  北京: '京',
  天津: '津',
  上海: '沪申',
  重庆: '渝',
  河北: '冀',
  山西: '晋',
  辽宁: '辽',
  吉林: '吉',
  黑龙江: '黑龙',
  江苏: '苏',
  浙江: '浙',
  安徽: '皖',
  福建: '闽',
  江西: '赣',
  山东: '鲁',
  河南: '豫',
  湖北: '鄂',
  湖南: '湘',
  广东: '粤',
  海南: '琼',
  四川: '川蜀',
  贵州: '贵黔',
  云南: '云滇',
  陕西: '陕秦',
  甘肃: '甘陇',
  青海: '青',
  台湾: '台',
  内蒙古: '蒙',
  广西: '桂',
  西藏: '藏',
  宁夏: '宁',
  新疆: '新',
  香港: '港',
  澳门: '澳',
  深圳: '深',
  广州: '穗',
}

const names = new RegExp(Object.keys(letters).join('|'), 'g')

/**
 * The letters under which a text that names a province is also known. @example regionLetters('上海硅产业') //
 * ['沪', '申']
 */
export function regionLetters(text: string): string[] {
  return (text.match(names) ?? []).flatMap((name) => [...(letters[name] ?? '')])
}

/** Cities and districts that stand before a firm's name without 市 behind them, besides the provinces. */
const cities =
  '石家庄 唐山 保定 廊坊 沧州 太原 大同 沈阳 大连 鞍山 长春 吉林 哈尔滨 大庆 南京 苏州 无锡 常州 南通 扬州 镇江 泰州 徐州 ' +
  '盐城 连云港 淮安 宿迁 昆山 江阴 张家港 常熟 太仓 宜兴 杭州 宁波 温州 嘉兴 湖州 绍兴 金华 台州 丽水 衢州 舟山 义乌 余姚 慈溪 ' +
  '合肥 芜湖 马鞍山 蚌埠 滁州 福州 厦门 泉州 漳州 莆田 南昌 九江 赣州 济南 青岛 烟台 潍坊 淄博 威海 临沂 东营 济宁 泰安 日照 ' +
  '郑州 洛阳 新乡 许昌 武汉 宜昌 襄阳 荆州 黄石 长沙 株洲 湘潭 岳阳 衡阳 东莞 佛山 中山 珠海 惠州 汕头 江门 肇庆 湛江 顺德 ' +
  '南宁 柳州 桂林 海口 三亚 成都 绵阳 德阳 宜宾 自贡 贵阳 遵义 昆明 西安 宝鸡 咸阳 兰州 西宁 银川 乌鲁木齐 拉萨 呼和浩特 包头'
const known = [...Object.keys(letters), ...cities.split(' ')].join('|')
const places = new RegExp(`^(?:(?:${known})[省市]?|\\p{Script=Han}{2,3}[省市县])`, 'u')

/**
 * The place that a name begins with, province and city both, '' where it begins with none.
 * @example placeAt('广东省深圳市丰佳') // 广东省深圳市
 */
export function placeAt(name: string): string {
  const first = places.exec(name)?.[0] ?? ''
  return first + (places.exec(name.slice(first.length))?.[0] ?? '')
}
