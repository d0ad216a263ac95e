import { outageOf } from '../kernel/workspace/outage.ts'

const againMs = 1000
const tellEveryMs = 10_000

/**
 * A step of the start, which is taken again until the database answers: servers and databases are started in
 * any order, and killed in any too. One that answers and lets us not in (classes 28 and 3D) is a setting to
 * mend. A step must be one that can be taken twice.
 */
export async function patiently<T>(step: () => Promise<T>): Promise<T> {
  for (let told = 0; ;) {
    try {
      return await step()
    } catch (error) {
      if (!outageOf(error) || /^(28|3D)/.test(String((error as { code?: string }).code))) throw error
      if (Date.now() - told > tellEveryMs) {
        told = Date.now()
        const msg = '数据库没有响应，等待中 The database does not answer yet, waiting'
        process.stderr.write(`${JSON.stringify({ level: 40, msg, error: String(error) })}\n`)
      }
      await new Promise((resume) => setTimeout(resume, againMs))
    }
  }
}
