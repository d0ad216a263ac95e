/** A source of numbers in [0, 1) that is the same for the same seed on every machine. */
export interface Random {
  next(): number
}

/** sfc32 of Chris Doty-Humphrey (PractRand): small, fast, passes the usual batteries. */
export function startRandom(seed: number, stream = 0): Random {
  let a = seed | 0
  let b = (stream * 0x9e3779b9) | 0
  let c = 0x2545f491
  let counter = 1
  const next = (): number => {
    const t = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + t
    c |= 0
    return (t >>> 0) / 4294967296
  }
  for (let i = 0; i < 16; i++) next()
  return { next }
}

/** A whole number in [0, n). */
export function drawIndex(random: Random, n: number): number {
  return Math.floor(random.next() * n)
}

/** Fisher-Yates over the first `n` entries, in place. */
export function shuffle(random: Random, list: Int32Array, n: number): void {
  for (let i = n - 1; i > 0; i--) {
    const j = drawIndex(random, i + 1)
    const kept = list[i]!
    list[i] = list[j]!
    list[j] = kept
  }
}
