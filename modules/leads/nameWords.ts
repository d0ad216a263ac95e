/**
 * What the words of a company name mean. Written for the product from general vocabulary: a word list,
 * not a list of companies. `stems` are beginnings of English words a translation may use.
 */
export type WordClass = 'organisation' | 'general' | 'trade' | 'brand'

export interface NameWord {
  readonly word: string
  readonly class: WordClass
  readonly stems: readonly string[]
}

/** Words about the form of the firm: the first dropped and the least telling. */
export const organisationWords: readonly string[] = ['集团', '控股', '股份', '企业', '总公司', '公司', '有限']

const listed: Readonly<Record<Exclude<WordClass, 'brand'>, string>> = {
  organisation: `集团:group|grp 控股:hold 股份:stock|share 企业:enterpris|group 公司: 有限: 总:`,
  general: `科技:tech|sci|hitech 技术:tech 高科:hightech|hitech|tech|high 高新:high|hitech|new 实业:indust|enterpris 发展:develop 开发:develop
    国际:internation|intl|global 工业:indust 产业:indust 投资:invest 制造:manufactur 生产:product 智造:smart|intelligent|manufactur 创新:innov 创业:ventur|innov
    中国:china|chinese|sino 股份: 新型:new 综合:general|comprehens 国家:national 联合:unit|union 环球:global|universal 全球:global 世界:world 服务:servic
    管理:manag 系统:system 股权:equity 资本:capital 贸易:trad 商贸:trad|commerc 进出口:import|export 经营:operat 建设:construct|build 工程:engineer 设备:equip|machin
    装备:equip 产品:product 制品:product 用品:product|suppl|articl 中心:cent 研究院:research|institut 研究所:research|institut 研究:research 设计院:institut|design 研究设计院:institut
    学院:institut|college 设计:design 规划:plan 勘察:survey|prospect 咨询:consult 解决方案:solution 智能:intellig|smart 数字:digit 网络:network|net 信息:info 数据:data 现代:modern 世纪:centur`,
  trade: `材料:material 新材料:material|new 新材:material|new 特材:special|material|metal 电子:electron 微电子:microelectron|micro|electron 半导体:semicon 光电:photoelec|optoelec|photon|opto|electro 电气:electric|electr 电器:electric|appliance|electr
    电力:power|electric 电源:power|suppl 电缆:cable 电线:wire|cable 电机:motor|machin 机电:mechatron|electromech|machin|electr 电路:circuit 电池:batter 能源:energ 新能源:energ|new 节能:energ|saving 储能:energy|storage 动力:power|dynam 风能:wind 风电:wind 太阳能:solar 光伏:photovolt|solar|pv 发电:power|generat 核电:nuclear
    生物:bio|biolog 医药:pharm|medic 制药:pharm 药业:pharm|medic 药:pharm|medic|drug 医疗:medic|health 医疗器械:medic|instrument|devic 器械:instrument|devic|equip 医学:medic 医院:hospital 健康:health 诊断:diagnos 基因:gen 疫苗:vaccin 中药:chinese|herb|medic 眼科:eye|ophthal 口腔:dent 护理:care
    化学:chem 化工:chem 石化:petrochem|petro 石油:petrol|oil 油气:oil|gas 天然气:gas 燃气:gas 气体:gas 煤业:coal 煤炭:coal 煤电:coal 焦化:coking 炭黑:carbon 碳:carbon 塑料:plast 塑胶:plast 橡胶:rubber 轮胎:tire|tyre 纤维:fib 化纤:fib 涂料:coat|paint 农药:pestic|agrochem|crop 化肥:fertil 肥业:fertil 玻璃:glass 陶瓷:ceram 水泥:cement 建材:build|material 混凝土:concret 胶:adhes|gum 膜:film|membran 树脂:resin 聚合:polym 复合:compos
    机械:machin|mechan 机床:machine|tool 机器:machin 机器人:robot 自动化:automat 自控:auto|control 控制:control 智控:control|intellig 传动:transmis|drive|driv 轴承:bearing 齿轮:gear 阀门:valv 泵:pump 泵业:pump 压缩机:compress 液压:hydraul 气动:pneumat 紧固:fasten 弹簧:spring 模具:mould|mold|die 工具:tool 刀具:tool|cutt 激光:laser 红外:infrared 数控:cnc|numeric|machin 精密:precis 精工:precis|seiko 精机:precis|machin 精锻:forg 锻造:forg 铸造:cast|found 重工:heavy 重型:heavy 重机:heavy|machin 锅炉:boiler 制冷:refriger 冷链:cold|refriger 空调:air|condition 电梯:elevat|lift 起重:crane|lift 焊接:weld 仪器:instrument 仪表:instrument|meter 测试:test|measur 检测:test|inspect|detect 计量:metrol|measur 传感:sens 传感器:sens
    汽车:auto|car|vehic|motor 车辆:vehic 零部件:part|compon 部件:part|compon 零件:part 配件:part|access 客车:bus|coach 摩托:motor 自行车:bicycl|bike 轨道:rail|transit 铁路:rail 高铁:high|speed|rail 交通:transport|traffic|communic 运输:transport 物流:logist 航空:aviat|aero|air 航天:aero|space 飞机:aircraft 船舶:ship|marine 船:ship 海运:ship|marine 航运:ship 港口:port 港:port 机场:airport 公路:road|highway|express 高速:express|high 路桥:road|bridge 仓储:storage|wareh 供应链:supply|chain
    通信:communic|telecom|comm 通讯:communic|telecom|comm 电信:telecom 软件:soft 互联网:internet 互联:interconn|connect|link 物联网:iot|internet 云:cloud 计算机:comput 电脑:comput 芯片:chip|semicon|microelec 集成:integr 数码:digit 视讯:video|vision 视频:video 显示:display 光学:optic 光:opt|light|photo 照明:light 安防:secur|safe 安全:safe|secur 防务:defen 军工:militar|defen 导航:navigat 卫星:satel 雷达:radar 无线:wireless 支付:pay 游戏:game
    环保:environ|protect 环境:environ 生态:ecolog|eco 水务:water 水利:water|hydr 水电:hydr|power 水处理:water 园林:landscap|garden 景观:landscap 绿色:green 清洁:clean 净化:purif|clean 过滤:filt 资源:resourc 再生:regen|recycl|renew 固废:waste
    金属:metal 钢铁:iron|steel 钢:steel 特钢:steel|special 特种:special 不锈钢:stainless|steel 钢构:steel|struct 结构:struct 铝业:alumin|alum 铝:alumin|alum 铜业:copper 铜:copper 锡业:tin 锌:zinc 钛:titan 钨:tungsten 锂业:lithium 锂:lithium 稀土:rare|earth 黄金:gold 矿业:mining|miner 矿:min 磁:magnet 合金:alloy 冶金:metallur 有色:nonferr|metal 五金:hardwar
    食品:food 饮料:beverag|drink 乳业:dair|milk 酒业:liquor|wine|spirit|distill 酒:liquor|wine|spirit 啤酒:brew|beer 肉类:meat 粮油:grain|oil|cereal 糖业:sugar 调味:season|condim 饲料:feed 农业:agri|farm 农牧:agri|farm|husband 牧业:husband|livestock|farm 畜牧:husband 种业:seed 养殖:breed|farm 水产:aquat|fish 林业:forest 宠物:pet 香料:flavor|fragran|perfum 餐饮:cater|restaur 茶:tea
    纺织:textil 服饰:apparel|garment|fashion|cloth|costum 服装:apparel|garment|cloth 家纺:textil|home 丝绸:silk 羽绒:down|feather 皮革:leather 鞋业:shoe|footw 家居:home|furni|house 家具:furni 厨电:kitchen|applianc 厨卫:kitchen 卫浴:sanit|bath 装饰:decor 珠宝:jewel 文具:station 玩具:toy 体育:sport 户外:outdoor 美容:beaut 日化:daily|chem|cosmet 造纸:paper 纸业:paper 纸:paper 包装:pack 印刷:print 印务:print 拉链:zip 家电:applianc
    文化:cultur 传媒:media 传播:media|communic|dissem 出版:publish 影视:film|movie|tele 广告:advert 教育:educat 旅游:touris|travel 酒店:hotel 会展:exhib|conven 商业:commerc|business 百货:depart|store 商场:mall|store 超市:supermarket 连锁:chain|store 零售:retail 电商:commerc 地产:property|estate|land 置业:property|estate|land 房地产:estate|property 物业:property 城市:city|urban 城建:urban|construct 建筑:build|architect|construct 公用:utilit|public 公共:public
    银行:bank 证券:securit 保险:insur 信托:trust 租赁:leas 期货:futur 金融:financ|finan 人力:human 检验:inspect|test 认证:certif 培训:train 辐照:irradiat 真空:vacuum 热能:heat|therm 热电:heat|therm 热力:heat|therm 冷:cool 分析:analy 办公:office 户外用品:outdoor 时尚:fashion 电声:acoust 声学:acoust 音响:audio 高分子:polym|macromol 纳米:nano 超导:supercond 半导:semi 商务:commerc|business 大楼:depart|store|build 商店:store|shop 颜料:pigment 火腿:ham 色母粒:color|master 镜片:lens|optic 娱乐:entertain 涡旋:scroll 测绘:survey|mapping 焊业:weld 模塑:mold|mould|plast 铸管:pipe|cast 生命:life 睡眠:sleep 地铁:metro|subway 芝麻:sesame 辅料:excipient|access 添加剂:additiv 认证:certif|authentic 速递:express 快递:express 机票:ticket 试验:test 热处理:heat 变压器:transform 开关:switch 继电器:relay 连接器:connect 线缆:cable|wire 管道:pipe 管业:pipe|tube 钢管:pipe|tube|steel`,
}

/** Common nouns and adjectives that names are made of, with what a translated name would say. */
const figurative = `中:sino|china 亚太:asia|pacific 亚:asia 兄弟:brother 焦点:focus 聚光:focus|spotlight 矩阵:matrix 王子:prince 明珠:pearl 珍珠:pearl 先导:lead|pilot 首都:capital 光线:light|enlight 蔚蓝:azure|blue 星云:nebula 海王:neptun 晶:crystal 水晶:crystal 丝路:silk 公元:era 彩虹:rainbow|irico 宇宙:universe|cosm 极光:aurora 闪电:lightning 火炬:torch 皇冠:crown 梦:dream 雪:snow 云:cloud 风:wind 水:water|aqua 火:fire 木:wood 土:earth 心:heart 雄鹰:eagle 桥:bridge 门:gate|door 城:city 家:home 园:garden 路:road|way 快:fast|quick 新世纪:century 欧:euro 美国:america 德:german 英:brit|eagle 迈:max 阳光:sun|sunshine 太阳:sun 东方:orient|east 西部:west 西:west 南方:south 北方:north 东:east 中原:zhongyuan|central 长城:great|wall 长江:yangtze|changjiang 黄河:yellow|river 太平洋:pacific 海洋:ocean|marine 海峡:strait
  葵花:sunflow 黑猫:black|cat 金马:gold|horse 龙:dragon|long 凤凰:phoenix 凤:phoenix 虎:tiger 狮:lion 鹰:eagle 熊猫:panda 天马:tian|horse 骏马:horse 牛:bull|ox 鹿:deer 鹤:crane 蓝:blue 红:red 绿:green 白:white 黑:black 金:gold|golden 银:silver 星:star 月:moon 日:sun 天:sky|heaven 地:earth 山:mountain|hill 江:river 海:sea|ocean 湖:lake 石头:stone|rock 石:stone|rock 石墨:graphit 森林:forest 花:flower 莲花:lotus 梅花:plum 竹:bamboo 松:pine 荣:glory|honor 光辉:splend|glory 辉煌:splend|brilliant 友谊:friendship 和平:peace 团结:unity 新兴:emerg|new 新:new 大:great|grand|big 三:tri|three 双:dual|double|twin 五:five 九:nine 千:thousand 万:wan|million 百:hundred 第一:first 领:lead 先锋:pioneer 先进:advanc 冠:champion|crown 王:king 皇:royal|imperial 皇家:royal 帝:king|emperor 英雄:hero 巨人:giant 巨星:giant|star 明星:star 未来:future 时代:time|era|age 创:creat 联:link|unit|union|allied 通:link 达:reach 优:superior|excel|best 美:beauty|america 好:good|well 太:tai 宝:treasure|gem|baby 珍:treasure 力量:strength|power 智慧:smart|wisdom|intellig 智:intellig|smart|wise 慧:wise|smart 信:trust|faith 诚:honest|sincer 安:safe|secur|peace 康:health|well 福:fortune|luck|bless 利:profit|benefit 瑞:lucky|auspic 神州:china 中华:china|chinese 华夏:china 国:china|national 三角:triangle 立方:cube 方:square 圆:round 深:deep 高:high|gao 远:far|yuan 招商:merchant 民生:livelihood 人民:people 邮政:post 信用:credit 特发:special 开元:begin 探索:explor 导体:conduct 大地:earth|land 大陆:continent 中部:central 绿地:green|land 绿野:green|field 巨力:giant|power 苹果:apple 樱花:sakura|cherry 万事:wan 天山:tianshan 探路者:toread|path 超:super|ultra 胜:victor|win 赢:win 凯:victor|triumph 数:digit`

const lexicon = buildLexicon()
const longest = Math.max(...[...lexicon.keys()].map((word) => word.length))

/**
 * Cuts a name into words of the list, longest first; what the list does not know joins into the brand (字号).
 * Longest-match segmentation, from the end of the name backwards, because trade words stand at the end.
 */
export function splitWords(core: string): NameWord[] {
  const words: NameWord[] = []
  let unknown = ''
  const flush = () => {
    if (unknown) words.unshift({ word: unknown, class: 'brand', stems: [] })
    unknown = ''
  }
  for (let end = core.length; end > 0;) {
    let hit: NameWord | undefined
    for (let size = Math.min(longest, end); size >= 1 && !hit; size--) {
      const known = lexicon.get(core.slice(end - size, end))
      if (known && (size > 1 || end === core.length || (!unknown && words[0]?.class !== 'brand' && end > 3)))
        hit = known
    }
    if (hit) {
      flush()
      words.unshift(hit)
      end -= hit.word.length
    } else unknown = core[--end]! + unknown
  }
  flush()
  return words
}

const meanings = new Map(pairsOf(figurative))

export interface Meaning {
  readonly stems: readonly string[]
  /** Characters it covers. */
  readonly size: number
}

/** What an English name may call these characters by meaning: 葵花 sunflower, 东方 oriental. */
export function translateBrand(brand: string): Meaning[] {
  const found: Meaning[] = []
  for (let at = 0; at < brand.length;) {
    let size = Math.min(4, brand.length - at)
    while (size > 0 && !meanings.has(brand.slice(at, at + size))) size--
    if (size) found.push({ stems: meanings.get(brand.slice(at, at + size))!, size })
    at += size || 1
  }
  return found
}

function buildLexicon(): Map<string, NameWord> {
  const all = new Map<string, NameWord>()
  for (const kind of ['trade', 'general', 'organisation'] as const) {
    for (const [word, stems] of pairsOf(listed[kind])) all.set(word, { word, class: kind, stems })
  }
  return all
}

function pairsOf(text: string): [string, string[]][] {
  return text
    .trim()
    .split(/\s+/)
    .map((entry) => {
      const [word, stems] = entry.split(':')
      return [word!, stems ? stems.split('|') : []]
    })
}

/** Traditional characters frequent in company names and their simplified form, in pairs. */
const traditional =
  '東东廣广國国華华業业電电機机車车長长門门龍龙馬马風风雲云億亿萬万實实興兴發发會会學学醫医藥药廠厂產产銀银鐵铁鋼钢鋁铝銅铜錦锦鑫鑫陽阳陰阴島岛灣湾臺台澳澳滬沪蘇苏寧宁徽徽贛赣魯鲁鄂鄂漢汉麗丽聯联網网絡络訊讯資资訊讯貿贸設设備备計计測测試试環环護护衛卫農农漁渔飛飞達达運运輸输遠远進进連连遼辽濟济潔洁溫温濱滨濰潍瀋沈無无為为愛爱親亲優优偉伟傳传億亿創创動动務务勝胜協协單单嘉嘉圖图團团圓圆場场塊块報报壓压壘垒奧奥婦妇孫孙寶宝將将專专導导嶺岭幣币師师帶带廈厦彈弹復复恆恒悅悦態态慶庆應应懷怀戰战據据擇择數数斷断時时書书術术東东條条樂乐樓楼標标樣样橋桥權权歐欧歷历氣气決决漢汉灃沣灝灏燈灯營营爾尔獅狮獎奖瑪玛瓊琼畫画異异療疗發发盛盛監监盤盘礦矿祿禄禮礼種种稱称穩稳競竞筆笔紀纪約约紅红納纳紙纸紡纺細细組组結结統统經经維维綠绿線线緊紧編编緯纬縣县總总織织繼继續续羅罗義义習习聖圣聲声職职腦脑臨临舊旧藍蓝藝艺蘭兰號号蟲虫術术裝装製制規规視视覺觉觀观訂订記记許许評评詞词誠诚語语調调課课證证識识譜谱讀读變变貝贝財财貨货質质購购贏赢贊赞輝辉輪轮轉转軌轨軟软軸轴較较載载輕轻選选郵邮鄉乡鄭郑釀酿釋释針针釣钓鈦钛鉑铂錢钱錫锡鍋锅鍛锻鎮镇鏈链鏡镜鑄铸閥阀閩闽關关陝陕陸陆隊队際际隨随險险雙双雜杂離离難难霧雾靈灵靜静韓韩響响項项順顺須须預预頻频題题類类顯显飯饭飲饮館馆驅驱驗验體体魚鱼鮮鲜麥麦黃黄點点齊齐齒齿'
const simplified = new Map<string, string>()
for (let at = 0; at + 1 < traditional.length; at += 2) simplified.set(traditional[at]!, traditional[at + 1]!)

const tradeStems = new Map<string, string[]>()
for (const word of lexicon.values()) {
  if (word.class !== 'trade') continue
  for (const stem of word.stems)
    tradeStems.set(stem.slice(0, 3), [...(tradeStems.get(stem.slice(0, 3)) ?? []), stem])
}

/** Whether an English word names a trade: pharmaceutical, machinery. */
export const isTradeWord = (token: string): boolean =>
  (tradeStems.get(token.slice(0, 3)) ?? []).some((stem) => stem.length > 3 && token.startsWith(stem))

const anyTraditional = new RegExp(
  `[${[...simplified]
    .filter(([from, to]) => from !== to)
    .map(([from]) => from)
    .join('')}]`,
  'g',
)

/** Traditional to simplified for the characters company names use; others stay as they are. */
export const simplify = (text: string): string =>
  text.replace(anyTraditional, (char) => simplified.get(char)!)
