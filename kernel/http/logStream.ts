import { writeSync } from 'node:fs'

/**
 * Where requests are logged: the standard output, line by line. A line that cannot be written, as on a full
 * disk, is lost and nothing else; the logger's own destination stops for good there, and every request with
 * it.
 */
export const logStream = {
  write(line: string): void {
    try {
      writeSync(1, line)
    } catch {
      // the next one is tried again
    }
  },
}
