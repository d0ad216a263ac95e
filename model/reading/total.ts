/** Words by which a row of a table says that it sums up the others. */
const totals =
  /^(?:本页|本月|本期|本年|累计|以上|全部)?(?:[合总小共]\s*计|总和|汇总)(?:金额|数量)?\s*(?:[(（].*)?(?:[:：].*)?$|^(?:grand |sub-?)?totals?\s*:?$|^sum\s*:?$/i

/**
 * Whether a cell names a row of totals, as `合 计` or `Subtotal`; a company's name that only contains the word
 * does not.
 */
export const namesTotal = (cell: string): boolean => totals.test(cell.normalize('NFKC').trim())

/**
 * Whether a row only sums up the others: its first filled cell says so, and beside it stand nothing but
 * figures.
 * @example isTotalRow(['合计', '', '300,000']) // true
 */
export function isTotalRow(cells: readonly string[]): boolean {
  const filled = cells.map((cell) => cell.trim()).filter(Boolean)
  return (
    filled.length > 0 &&
    namesTotal(filled[0]!) &&
    filled
      .slice(1)
      .every((cell) => /^[\p{Sc}\d\s.,'’()%+\-−元件个家条笔人民币]+$/u.test(cell.normalize('NFKC')))
  )
}
