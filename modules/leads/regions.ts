/**
 * Provinces of China with their prefecture-level cities and the sales region a manufacturer usually
 * files them under. Written for the product; a company that cuts its territories differently overrides
 * the sales region by a decision table, not here.
 */
export interface Province {
  readonly name: string
  readonly full: string
  /** One-character abbreviation as on number plates (沪, 粤). */
  readonly plate: string
  readonly sales: SalesRegion
  readonly cities: readonly string[]
}

export type SalesRegion = '华东' | '华北' | '华南' | '华中' | '西南' | '西北' | '东北' | '港澳台'

export const provinces: readonly Province[] = [
  province('北京', '北京市', '京', '华北', ''),
  province('天津', '天津市', '津', '华北', ''),
  province(
    '河北',
    '河北省',
    '冀',
    '华北',
    '石家庄 唐山 秦皇岛 邯郸 邢台 保定 张家口 承德 沧州 廊坊 衡水 雄安',
  ),
  province('山西', '山西省', '晋', '华北', '太原 大同 阳泉 长治 晋城 朔州 晋中 运城 忻州 临汾 吕梁'),
  province(
    '内蒙古',
    '内蒙古自治区',
    '蒙',
    '华北',
    '呼和浩特 包头 乌海 赤峰 通辽 鄂尔多斯 呼伦贝尔 巴彦淖尔 乌兰察布 兴安盟 锡林郭勒 阿拉善',
  ),
  province(
    '辽宁',
    '辽宁省',
    '辽',
    '东北',
    '沈阳 大连 鞍山 抚顺 本溪 丹东 锦州 营口 阜新 辽阳 盘锦 铁岭 朝阳 葫芦岛',
  ),
  province('吉林', '吉林省', '吉', '东北', '长春 四平 辽源 通化 白山 松原 白城 延边'),
  province(
    '黑龙江',
    '黑龙江省',
    '黑',
    '东北',
    '哈尔滨 齐齐哈尔 鸡西 鹤岗 双鸭山 大庆 伊春 佳木斯 七台河 牡丹江 黑河 绥化 大兴安岭',
  ),
  province('上海', '上海市', '沪', '华东', ''),
  province(
    '江苏',
    '江苏省',
    '苏',
    '华东',
    '南京 无锡 徐州 常州 苏州 南通 连云港 淮安 盐城 扬州 镇江 泰州 宿迁 昆山 江阴 张家港 常熟 太仓 宜兴',
  ),
  province(
    '浙江',
    '浙江省',
    '浙',
    '华东',
    '杭州 宁波 温州 嘉兴 湖州 绍兴 金华 衢州 舟山 台州 丽水 义乌 慈溪 余姚 永康 诸暨',
  ),
  province(
    '安徽',
    '安徽省',
    '皖',
    '华东',
    '合肥 芜湖 蚌埠 淮南 马鞍山 淮北 铜陵 安庆 黄山 滁州 阜阳 宿州 六安 亳州 池州 宣城',
  ),
  province('福建', '福建省', '闽', '华东', '福州 厦门 莆田 三明 泉州 漳州 南平 龙岩 宁德 晋江'),
  province('江西', '江西省', '赣', '华东', '南昌 景德镇 萍乡 九江 新余 鹰潭 赣州 吉安 宜春 抚州 上饶'),
  province(
    '山东',
    '山东省',
    '鲁',
    '华东',
    '济南 青岛 淄博 枣庄 东营 烟台 潍坊 济宁 泰安 威海 日照 临沂 德州 聊城 滨州 菏泽',
  ),
  province(
    '河南',
    '河南省',
    '豫',
    '华中',
    '郑州 开封 洛阳 平顶山 安阳 鹤壁 新乡 焦作 濮阳 许昌 漯河 三门峡 南阳 商丘 信阳 周口 驻马店 济源',
  ),
  province(
    '湖北',
    '湖北省',
    '鄂',
    '华中',
    '武汉 黄石 十堰 宜昌 襄阳 鄂州 荆门 孝感 荆州 黄冈 咸宁 随州 恩施 仙桃 潜江 天门',
  ),
  province(
    '湖南',
    '湖南省',
    '湘',
    '华中',
    '长沙 株洲 湘潭 衡阳 邵阳 岳阳 常德 张家界 益阳 郴州 永州 怀化 娄底 湘西',
  ),
  province(
    '广东',
    '广东省',
    '粤',
    '华南',
    '广州 深圳 珠海 汕头 佛山 韶关 河源 梅州 惠州 汕尾 东莞 中山 江门 阳江 湛江 茂名 肇庆 清远 潮州 揭阳 云浮 顺德',
  ),
  province(
    '广西',
    '广西壮族自治区',
    '桂',
    '华南',
    '南宁 柳州 桂林 梧州 北海 防城港 钦州 贵港 玉林 百色 贺州 河池 来宾 崇左',
  ),
  province('海南', '海南省', '琼', '华南', '海口 三亚 三沙 儋州 琼海'),
  province('重庆', '重庆市', '渝', '西南', ''),
  province(
    '四川',
    '四川省',
    '川',
    '西南',
    '成都 自贡 攀枝花 泸州 德阳 绵阳 广元 遂宁 内江 乐山 南充 眉山 宜宾 广安 达州 雅安 巴中 资阳 阿坝 甘孜 凉山',
  ),
  province('贵州', '贵州省', '黔', '西南', '贵阳 六盘水 遵义 安顺 毕节 铜仁 黔西南 黔东南 黔南'),
  province(
    '云南',
    '云南省',
    '滇',
    '西南',
    '昆明 曲靖 玉溪 保山 昭通 丽江 普洱 临沧 楚雄 红河 文山 西双版纳 大理 德宏 怒江 迪庆',
  ),
  province('西藏', '西藏自治区', '藏', '西南', '拉萨 日喀则 昌都 林芝 山南 那曲 阿里地区'),
  province('陕西', '陕西省', '陕', '西北', '西安 铜川 宝鸡 咸阳 渭南 延安 汉中 榆林 安康 商洛'),
  province(
    '甘肃',
    '甘肃省',
    '甘',
    '西北',
    '兰州 嘉峪关 金昌 白银 天水 武威 张掖 平凉 酒泉 庆阳 定西 陇南 临夏 甘南',
  ),
  province('青海', '青海省', '青', '西北', '西宁 海东 海北州 黄南州 海西州'),
  province('宁夏', '宁夏回族自治区', '宁', '西北', '银川 石嘴山 吴忠 固原 中卫'),
  province(
    '新疆',
    '新疆维吾尔自治区',
    '新',
    '西北',
    '乌鲁木齐 克拉玛依 吐鲁番 哈密 昌吉 阿克苏 喀什 和田 伊犁 塔城 阿勒泰 石河子 库尔勒',
  ),
  province('香港', '香港特别行政区', '港', '港澳台', ''),
  province('澳门', '澳门特别行政区', '澳', '港澳台', ''),
  province('台湾', '台湾省', '台', '港澳台', '台北 高雄 台中 台南 新竹'),
]

/** Spellings of place names that differ from their toneless pinyin, lower case, without spaces. */
export const placesInEnglish: Readonly<Record<string, string>> = {
  陕西: 'shaanxi',
  内蒙古: 'innermongolia',
  西藏: 'tibet',
  哈尔滨: 'harbin',
  呼和浩特: 'hohhot',
  乌鲁木齐: 'urumqi',
  香港: 'hongkong',
  澳门: 'macau',
  台湾: 'taiwan',
  台北: 'taipei',
  拉萨: 'lhasa',
}

const provinceOfPlace = new Map<string, Province>()
for (const one of provinces) {
  provinceOfPlace.set(one.name, one)
  for (const city of one.cities) provinceOfPlace.set(city, one)
}
const longestPlace = Math.max(...[...provinceOfPlace.keys()].map((place) => place.length))

/** The province of a place name already in short form (杭州, 浙江). */
export const provinceOf = (place: string): Province | undefined => provinceOfPlace.get(place)

/** The longest known place the text begins with, or null. */
export function placeAtStart(text: string): string | null {
  for (let size = Math.min(longestPlace, text.length); size >= 2; size--) {
    if (provinceOfPlace.has(text.slice(0, size))) return text.slice(0, size)
  }
  return null
}

function province(name: string, full: string, plate: string, sales: SalesRegion, cities: string): Province {
  return { name, full, plate, sales, cities: cities ? cities.split(' ') : [] }
}
