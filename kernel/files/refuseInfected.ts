import { rm } from 'node:fs/promises'
import { refuse } from '../../model/index.ts'
import type { Workspace } from '../workspace/workspace.ts'

/**
 * Has bytes that arrived looked at, where a scanner is set; what is refused is removed. Nobody can ask for a
 * file that has no row yet, so nobody gets one that was not looked at.
 * @throws Refusal `file_infected` with the name of what was found, `scanner_unavailable` where nobody can
 * tell and files are not taken unseen
 */
export async function refuseInfected(
  { scanner, takeUnscanned }: Pick<Workspace, 'scanner' | 'takeUnscanned'>,
  temporary: string,
): Promise<void> {
  if (!scanner) return
  try {
    const found = await scanner.scan(temporary).catch((error: unknown) => {
      process.stderr.write(
        `${JSON.stringify({ level: 40, msg: 'a file could not be scanned', taken: takeUnscanned, error: String(error) })}\n`,
      )
      if (takeUnscanned) return null
      throw refuse(
        'scanner_unavailable',
        {
          zh: '病毒扫描暂时不可用，文件未保存，请稍后再试',
          en: 'The scanner for malware is away, and the file was not saved: try again later',
        },
        { status: 503 },
      )
    })
    if (found)
      throw refuse(
        'file_infected',
        {
          zh: `文件中发现恶意内容（${found}），已拒收`,
          en: `Something harmful was found in the file (${found}), and it was refused`,
        },
        { field: 'file' },
      )
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}
