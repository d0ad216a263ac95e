import { spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

export interface SmallDisk {
  readonly folder: string
  /** Takes all room that is left; the function it answers gives it back. */
  fill(): () => void
  remove(): void
}

/**
 * A disk of a few hundred megabytes in memory, which can be filled; null where this machine lets us mount
 * none.
 */
export function makeSmallDisk(folder: string, megabytes: number): SmallDisk | null {
  mkdirSync(folder, { recursive: true })
  if (
    spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], { stdio: 'ignore' })
      .status !== 0
  )
    return null
  const ballast = join(folder, 'ballast')
  return {
    folder,
    fill() {
      const file = openSync(ballast, 'w')
      for (let size = 1 << 20; size >= 4096;) {
        try {
          writeSync(file, Buffer.alloc(size))
        } catch {
          size >>= 1
        }
      }
      closeSync(file)
      return () => rmSync(ballast, { force: true })
    },
    remove: () => void spawnSync('umount', ['-l', folder], { stdio: 'ignore' }),
  }
}
