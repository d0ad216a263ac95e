import { refuse } from '../../model/index.ts'
import type { Tx } from '../workspace/transact.ts'
import { privacyRules } from './rules.ts'

type Body = Readonly<Record<string, unknown>>

/**
 * Consent to the privacy notice that came with what somebody sent in: `consent` is true, or the version that
 * they read. What the door gets is `{ version, at }`, or nothing where none was given.
 * Refuses `consent_missing` where the company asks for it, and `field_invalid` for a version that there never
 * was.
 */
export async function readConsent(tx: Tx, { consent, ...body }: Body): Promise<Body> {
  const { notice, consent_required } = await privacyRules(tx.workspace, tx.db)
  if (consent === undefined || consent === null || consent === false) {
    if (!consent_required) return body
    throw refuse(
      'consent_missing',
      { zh: '请先阅读并同意个人信息说明', en: 'Read the notice on personal data and agree to it first' },
      { field: 'consent' },
    )
  }
  const version = consent === true ? notice.version : consent
  if (!Number.isInteger(version) || Number(version) < 1 || Number(version) > notice.version)
    throw refuse(
      'field_invalid',
      {
        zh: `consent 应为 true 或说明的版本号（1 到 ${notice.version}）`,
        en: `consent is true, or a version of the notice (1 to ${notice.version})`,
      },
      { field: 'consent' },
    )
  return { ...body, consent: { version, at: tx.now.toISOString() } }
}
