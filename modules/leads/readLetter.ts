export interface Letter {
  /** What was written this time, without the mails quoted below it. */
  readonly said: string
  /** Who wrote the mail that was passed on to us, where somebody passed one on. */
  readonly forwarded: { readonly name: string; readonly address: string } | null
  readonly company: string | null
  /** As written; the first mobile number, else the first that is called a telephone. */
  readonly phone: string | null
}

/**
 * What a plain-text mail tells of its writer: the signature, most of all. Nothing is guessed from the
 * address, whose domain is often a free one.
 * @example readLetter('要一批支架\n\n王工\n宁波远大机械有限公司\n13800138000').company === '宁波远大机械有限公司'
 */
export function readLetter(text: string): Letter {
  const forwarded = forwardedFrom(text)
  const said = forwarded ? text : cutQuotation(text)
  return { said, forwarded, company: lastCompany(said), phone: firstPhone(said) }
}

/** How mail programs begin what they quote, in the languages of our customers. */
const quotationStarts = [
  /^-{2,}\s*(原始邮件|原邮件|Original Message|回复的原邮件|Ursprüngliche Nachricht)\s*-{2,}/im,
  /^_{10,}\s*$\n^(From|发件人|Von)[:：]/im,
  /^(发件人|寄件者|From|Von)[:：].+\n(?:.*\n){0,2}?(发送时间|日期|寄件日期|Sent|Date|Gesendet|收件人|To)[:：]/im,
  /^(On .{5,120} wrote|在 ?.{5,80}写道|于.{5,80}写道|Am .{5,120} schrieb.{0,80})[:：]\s*$/im,
  /^>.*\n>/m,
]

function cutQuotation(text: string): string {
  const starts = quotationStarts.map((start) => text.search(start)).filter((at) => at >= 0)
  const said = text.slice(0, Math.min(text.length, ...starts)).trim()
  return said || text
}

function forwardedFrom(text: string): Letter['forwarded'] {
  const head =
    /^-{2,}\s*(?:转发的邮件|转发邮件信息|Forwarded [Mm]essage|Weitergeleitete Nachricht)\s*-{2,}|^Begin forwarded message:/m.exec(
      text,
    )
  if (!head) return null
  const found =
    /^[>\s]*(?:发件人|From|Von)[:：]\s*["“]?([^"”<\n]*?)["”]?\s*<?([\w.+-]+@[\w-]+(?:\.[\w-]+)+)>?/m.exec(
      text.slice(head.index),
    )
  return found ? { name: found[1]!.trim(), address: found[2]!.toLowerCase() } : null
}

/** The last one named is the writer's own; the first is often the one written to. */
function lastCompany(text: string): string | null {
  const chinese = [
    ...text.matchAll(
      /[\p{Script=Han}A-Za-z0-9（）()·&]{2,30}?(?:股份有限公司|有限责任公司|有限公司|集团公司|研究所|研究院)/gu,
    ),
  ].map(([name]) => name.replace(/^(?:\d{5,}|我们是|我司是|我是|这里是|来自|公司|单位)+/, ''))
  const latin = [
    ...text.matchAll(
      /^[^\S\n]*((?:[A-Z][\w&'-]*[^\S\n]+){1,6}(?:Co\.?,?[^\S\n]*Ltd\.?|GmbH(?:[^\S\n]*&[^\S\n]*Co\.?[^\S\n]*KG)?|Inc\.?|LLC|Ltd\.?|Corp\.?|S\.?p\.?A\.?|B\.?V\.?|AG))(?=[\s,;]|$)/gm,
    ),
  ].map(([, name]) => name!.trim())
  return chinese.at(-1) ?? latin.at(-1) ?? null
}

function firstPhone(text: string): string | null {
  const mobile = /(?<!\d)(?:\+?86[-\s]?)?1[3-9]\d[-\s]?\d{4}[-\s]?\d{4}(?!\d)/.exec(text)
  if (mobile) return mobile[0].trim()
  return (
    /(?:电话|手机|座机|联系方式|Tel|Phone|Mobile|Mob|Cell|T|M)[.:：\s]{1,3}(\+?\d[\d\s()-]{6,22}\d)/i
      .exec(text)?.[1]
      ?.trim() ?? null
  )
}
