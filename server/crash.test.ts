import { expect, test } from 'vitest'
import { crash } from '../bench/crash/crash.ts'

test(
  'killed, frozen and filled twenty times under eight writers: what was answered is there once, with its effects once',
  { timeout: 480_000 },
  async () => {
    const { findings, leads, quotes } = await crash({ times: 20, seed: 20 })
    expect(findings).toEqual([])
    expect(leads).toBeGreaterThan(10)
    expect(quotes).toBeGreaterThan(3)
  },
)
