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
