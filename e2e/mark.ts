import { randomInt } from 'node:crypto'

const SYLLABLES = [
  ...'安邦昌诚德鼎丰福冠光广海汉浩恒宏华辉佳健金锦京凯康乐力利联龙隆茂明宁鹏强庆荣瑞森盛顺泰天通旺伟祥新信兴旭扬益永宇元远悦展兆振正志中卓',
]

/**
 * What tells one walk over a house from another: letters for numbers and names, and the company that the walk
 * is about.
 */
export interface Mark {
  readonly mark: string
  readonly company: string
}

/**
 * Drawn, not counted on: companies whose names differ in one letter look alike, and the house asks about
 * them.
 */
export const newMark = (): Mark => {
  const brand = Array.from({ length: 4 }, () => SYLLABLES[randomInt(SYLLABLES.length)]).join('')
  return { mark: randomInt(36 ** 7, 36 ** 8).toString(36), company: `绍兴${brand}环保设备有限公司` }
}
