import { Decimal } from 'decimal.js'

export type Trigger = 'signing' | 'shipment' | 'acceptance'

/** Which share of the amount is paid when; `days` after the trigger, null where the terms do not say. */
export interface Share {
  readonly percent: string
  readonly trigger: Trigger
  readonly days: string | null
}

/** What the words of a share hang it on; the first that is found counts. */
const triggers: readonly (readonly [Trigger, RegExp])[] = [
  ['acceptance', /验收|质保|保修|调试合格|accept|retention|warranty|commission/i],
  [
    'signing',
    /预付|定金|订金|首付|首款|签订|签约|签署|签合同|合同生效|下单|款到|advance|deposit|down ?payment|sign|up ?front|prepa|with (the )?order/i,
  ],
  [
    'shipment',
    /发货|出货|交货|到货|提货|发运|装船|货到|提单|月结|交付|ship|deliver|dispatch|b\/l|lading|net \d/i,
  ],
]
const triggerIn = (words: string): Trigger | null =>
  triggers.find(([, test]) => test.test(words))?.[0] ?? null

const percentage = /(\d+(?:\.\d+)?)\s*%/g
/** What is left over goes by these words instead of a percentage. */
const rest = /余款|尾款|余额|其余|剩余|余下|balance|remainder|the rest/i
/** Lengths of months are not the same: they are asked. */
const months = /个月|\d\s*年|months?|years?/i

/**
 * Shares of payment from what people write: `30/70`, `3-6-1`, `30%预付，70%发货前付清`, `预付30%，余款验收后30天`, `net 30`.
 * Null where it does not say it, or does not come to the whole.
 * @example readTerms('30/70') // [{ percent: '30', trigger: 'signing', days: null }, { percent: '70',
 * trigger: 'shipment', days: null }]
 */
export function readTerms(text: string): readonly Share[] | null {
  const said = text.normalize('NFKC').trim()
  if (said === '' || months.test(said.replace(/月结/g, ''))) return null
  const shares =
    bareShares(said) ?? (said.includes('%') || rest.test(said) ? wordedShares(said) : wholeShare(said))
  if (!shares || shares.length > 12 || shares.some((one) => new Decimal(one.percent).lte(0))) return null
  return shares.reduce((sum, one) => sum.plus(one.percent), new Decimal(0)).eq(100) ? shares : null
}

/** Figures alone: hundredths, or tenths as in 3-6-1; when each falls due is the custom of the trade. */
function bareShares(said: string): readonly Share[] | null {
  if (!/^\d+(\.\d+)?\s*%?(\s*[-/:+,、—~]\s*\d+(\.\d+)?\s*%?)*$/.test(said)) return null
  const figures = said.match(/\d+(\.\d+)?/g)!
  const tenths =
    figures.length > 1 &&
    !said.includes('%') &&
    figures.reduce((sum, one) => sum.plus(one), new Decimal(0)).eq(10)
  return figures.map((one, at) => ({
    percent: new Decimal(one).mul(tenths ? 10 : 1).toFixed(),
    trigger: byPlace(at, figures.length),
    days: null,
  }))
}

/** First on signing, last after acceptance where there are three or more, the others at shipment. */
const byPlace = (at: number, of: number): Trigger =>
  at === 0 ? 'signing' : at === of - 1 && of > 2 ? 'acceptance' : 'shipment'

/** A share in each clause, told apart by its percentage; the words beside it say when. */
function wordedShares(said: string): readonly Share[] | null {
  const clauses = said
    .split(/[,，;；。、\n]|\band\b|\bthen\b/i)
    .map((one) => one.trim())
    .filter(Boolean)
    .flatMap(oneShareEach)
  const shares: Share[] = []
  let left = new Decimal(100)
  for (const clause of clauses) {
    const [figure] = [...clause.matchAll(percentage)].map((match) => match[1]!)
    const trigger = triggerIn(clause)
    if (figure === undefined && !rest.test(clause)) {
      // Words without a share belong to the one before: "30% 预付，合同签订后付".
      if (trigger && shares.length > 0 && shares.at(-1)!.trigger !== trigger) return null
      continue
    }
    if (!trigger) return null
    const percent = figure ?? left.toFixed()
    left = left.minus(percent)
    shares.push({ percent, trigger, days: daysIn(clause) })
  }
  return shares
}

/** `30%预付70%发货前` is two shares, each from its percentage on; `预付30%发货前付70%` two, each up to it. */
function oneShareEach(clause: string): readonly string[] {
  const found = [...clause.matchAll(percentage)]
  if (found.length < 2) return [clause]
  const leading = found[0]!.index === 0
  const cuts = leading
    ? found.slice(1).map((match) => match.index)
    : found.slice(0, -1).map((match) => match.index + match[0].length)
  return [0, ...cuts].map((from, at) => clause.slice(from, cuts[at] ?? clause.length))
}

const daysIn = (words: string): string | null =>
  /(\d+)\s*(?:个)?(?:工作)?(?:天|日|days?)/i.exec(words)?.[1] ??
  /(?:月结|net)\s*(\d+)/i.exec(words)?.[1] ??
  null

/** The whole at once, where the words say when. */
function wholeShare(said: string): readonly Share[] | null {
  const trigger = triggerIn(said) ?? (/货到付款|cash on delivery|\bcod\b/i.test(said) ? 'shipment' : null)
  return trigger && [{ percent: '100', trigger, days: daysIn(said) ?? (/月结/.test(said) ? null : '0') }]
}
