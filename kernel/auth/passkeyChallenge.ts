import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { refuse } from '../../model/index.ts'
import { table, type Workspace } from '../workspace/workspace.ts'

export interface Asking {
  readonly purpose: 'register' | 'sign_in' | 'second'
  /** Whom it is asked of; null for who is yet to say who they are. */
  readonly person: string | null
}

/** So long a challenge may lie before it is answered. */
const minutes = 5

/** A random challenge for a passkey to sign, kept in the database so that any process takes the answer. */
export async function makeChallenge(
  workspace: Workspace,
  { purpose, person }: Asking,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = Uint8Array.from(randomBytes(32))
  await sql`
    insert into ${table(workspace, '_passkey_challenge')} (challenge, purpose, person)
    values (${Buffer.from(bytes).toString('base64url')}, ${purpose}, ${person})`.execute(workspace.db)
  return bytes
}

/**
 * Takes away the challenge that an answer was signed over, so that it counts once; answers it. Refuses one
 * that was not asked for this.
 */
export async function takeChallenge(
  workspace: Workspace,
  answer: { readonly response?: { readonly clientDataJSON?: string } },
  { purpose, person }: Asking,
): Promise<string> {
  const challenge = challengeIn(answer.response?.clientDataJSON ?? '')
  const { rows } = await sql`
    delete from ${table(workspace, '_passkey_challenge')}
    where challenge = ${challenge} and purpose = ${purpose} and person is not distinct from ${person}::uuid and at > now() - make_interval(mins => ${minutes})
    returning 1`.execute(workspace.db)
  if (rows.length > 0) return challenge
  throw refuse(
    'passkey_over',
    {
      zh: '通行密钥的验证已过期或已用过，请重新开始',
      en: 'This was asked for too long ago, or answered already: start again',
    },
    { status: 401 },
  )
}

function challengeIn(clientData: string): string {
  try {
    const { challenge } = JSON.parse(Buffer.from(clientData, 'base64url').toString('utf8')) as {
      challenge?: unknown
    }
    return typeof challenge === 'string' ? challenge : ''
  } catch {
    return ''
  }
}
