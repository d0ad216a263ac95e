import { queryOptions } from '@tanstack/react-query'
import { call } from '../ground/api.ts'
import { Problem, asProblem } from '../ground/problem.ts'
import { words } from '../words/words.ts'

export interface Passkey {
  readonly id: string
  readonly name: string
  /** The name of the system that it belongs to. */
  readonly place: string
  readonly created_at: string
  readonly used_at: string | null
}

export const passkeysQuery = queryOptions({
  queryKey: ['passkeys'],
  queryFn: async () => (await call<{ items: readonly Passkey[] }>('GET', '/session/passkeys')).items,
})

/**
 * Whether this browser, at this address, has passkeys at all: not by plain http, and not by an address in
 * figures.
 */
export const hasPasskeys = (): boolean =>
  'PublicKeyCredential' in globalThis && globalThis.isSecureContext && !/^[\d.]+$|:/.test(location.hostname)

/**
 * Lets the browser make one as the server asks; what the browser says against it is a problem like any other.
 */
export const makePasskey = (optionsJSON: unknown): Promise<unknown> =>
  asked(async () => (await library()).startRegistration({ optionsJSON: optionsJSON as never }))

/** Lets the holder answer with theirs. */
export const answerByPasskey = (optionsJSON: unknown): Promise<unknown> =>
  asked(async () => (await library()).startAuthentication({ optionsJSON: optionsJSON as never }))

const library = () => import('@simplewebauthn/browser')

async function asked<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    const name = error instanceof Error ? error.name : ''
    const known = name === 'InvalidStateError'
    throw new Problem(0, {
      code: 'passkey_not_given',
      detail: words(known ? 'passkey.known' : 'passkey.not_given'),
    })
  }
}

/** What the refusal asks a passkey for, if it does. */
export const askedOf = (error: unknown): unknown => asProblem(error).data.passkey

/** Runs it, and where only a passkey is missing once more with what its holder answers. */
export async function withPasskey<T>(run: (shown: { readonly passkey?: unknown }) => Promise<T>): Promise<T> {
  try {
    return await run({})
  } catch (error) {
    if (asProblem(error).code !== 'passkey_required') throw error
    return run({ passkey: await answerByPasskey(askedOf(error)) })
  }
}
