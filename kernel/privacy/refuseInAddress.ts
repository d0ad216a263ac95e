import { refuse } from '../../model/index.ts'
import { protectedIn } from '../records/addressed.ts'
import type { Reader } from '../records/list.ts'
import { privacyRules } from './rules.ts'

/**
 * Refuses `field_in_address` for a condition that came in an address and names a field whose values must not
 * stand in one, where the company is strict about it: proxies and histories keep addresses. The same
 * condition is taken as a body.
 */
export async function refuseInAddress(
  reader: Reader,
  name: string,
  where: string | undefined,
): Promise<void> {
  const found = protectedIn(reader, name, where)
  if (!found || !(await privacyRules(reader.workspace, reader.db)).strict_addresses) return
  const { zh, en } = found
  throw refuse(
    'field_in_address',
    {
      zh: `“${zh}”受保护，筛选条件不能写在网址中：请用 POST /api/records/${name}/query（或 /export）在正文中发送`,
      en: `"${en}" is protected and no condition on it may stand in an address: send it as the body of POST /api/records/${name}/query (or /export)`,
    },
    { field: 'where', status: 400 },
  )
}
