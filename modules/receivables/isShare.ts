/**
 * Instalments are agreed in tenths or thirds of a price (三六一, 一半); only the first, the usual, are posted
 * without a number.
 */
const shares: readonly (readonly [bigint, bigint])[] = [
  [1n, 2n],
  [3n, 10n],
  [7n, 10n],
  [1n, 3n],
  [2n, 3n],
  [6n, 10n],
  [4n, 10n],
  [1n, 10n],
  [2n, 10n],
  [8n, 10n],
  [9n, 10n],
]

/** Exact to the smallest unit above or below, as halves of an odd cent are rounded. */
export function isShare(amount: bigint, open: bigint, usual = shares.length): boolean {
  return shares.slice(0, usual).some(([over, under]) => {
    const off = amount * under - open * over
    return off < under && off > -under
  })
}
