import { keyVerbs } from '../../model/index.ts'
import type { JsonSchema } from './fieldSchema.ts'
import { inPath, inQuery, list, object, operation, string } from './operation.ts'

const anything = { type: 'object' } as const
const moment = { type: 'string', format: 'date-time' } as const
const orNone = { type: ['string', 'null'], format: 'date-time' } as const
const id = inPath('id')
const all = inQuery('all', '"true": of all people, for administrators')
const tag = 'session'

/** Shown again by whoever changes how one signs in; see docs/security.md. */
const passkey = {
  type: 'object',
  description: 'What navigator.credentials answered, as JSON (WebAuthn Level 3)',
} as const
const proof = { password: string, code: string, passkey } as const
const session = object({
  user: anything,
  company: anything,
  demo: { type: 'boolean' },
  version: { type: 'integer' },
})

const scope = {
  objects: {
    type: ['array', 'null'],
    items: string,
    description: 'Null for all objects that the person may use; child rows go with their parent',
  },
  verbs: { type: 'array', items: { enum: [...keyVerbs] }, description: 'Reading only unless told' },
} as const
const key = object({
  id: string,
  person: string,
  person_name: string,
  name: string,
  hint: string,
  ...scope,
  created_at: moment,
  ends_at: orNone,
  used_at: orNone,
  revoked_at: orNone,
})
const oneSession = object({
  id: string,
  person: string,
  person_name: string,
  created_at: moment,
  last_seen_at: moment,
  address: string,
  agent: string,
  current: { type: 'boolean' },
})
const onePasskey = object({
  id: string,
  name: string,
  place: string,
  created_at: moment,
  used_at: orNone,
})
const rules = object({
  rules: { type: 'array', items: anything },
  barred_words: { type: 'array', items: string },
})

/** Signing in, and through what a person is in: sessions and keys. */
export const accessPaths: Readonly<Record<string, JsonSchema>> = {
  '/api/session': {
    post: operation({
      summary: 'Sign in',
      tag,
      body: object({ ...proof, login: string }, ['login', 'password']),
      answer: session,
      open: true,
    }),
    get: operation({ summary: 'Who is signed in', tag, answer: session }),
    patch: operation({
      summary: 'Choose a language',
      tag,
      body: object({ language: { enum: ['zh', 'en'] } }, ['language']),
      answer: session,
    }),
    delete: operation({ summary: 'Sign out', tag, status: 204 }),
  },
  '/api/session/prove': {
    post: operation({
      summary: 'Show the password, and the second factor where one is in force, once more',
      tag,
      body: object(proof, ['password']),
    }),
  },
  '/api/session/password': {
    post: operation({
      summary: 'Change the password',
      tag,
      body: object({ old: string, new: string, code: string, passkey }, ['old', 'new']),
    }),
  },
  '/api/session/password/own': {
    post: operation({
      summary: "Choose a password of one's own after a one-time password",
      tag,
      body: object({ new: string }, ['new']),
    }),
  },
  '/api/session/password/check': {
    post: operation({
      summary: 'Whether a new password would do',
      tag,
      body: object({ new: string }, ['new']),
    }),
  },
  '/api/session/totp': {
    post: operation({
      summary: 'Propose a second factor',
      tag,
      body: object(proof),
      answer: object({ secret: string, url: string }),
    }),
    delete: operation({ summary: 'Take the second factor away', tag, body: object(proof), status: 204 }),
  },
  '/api/session/totp/confirm': {
    post: operation({ summary: 'Confirm the second factor', tag, body: object({ code: string }, ['code']) }),
  },
  '/api/session/passkey/ask': {
    post: operation({ summary: 'What to ask a passkey for, to sign in', tag, answer: anything, open: true }),
  },
  '/api/session/passkey': {
    post: operation({
      summary: 'Sign in by a passkey',
      tag,
      body: object({ passkey }, ['passkey']),
      answer: session,
      open: true,
    }),
  },
  '/api/session/passkeys': {
    get: operation({ summary: 'The own passkeys', tag, answer: list(onePasskey) }),
    post: operation({
      summary: 'Keep a passkey that the browser made',
      tag,
      status: 201,
      body: object({ name: string, passkey }, ['name', 'passkey']),
      answer: list(onePasskey),
    }),
  },
  '/api/session/passkeys/propose': {
    post: operation({
      summary: 'What the browser needs to make a passkey',
      tag,
      body: object(proof),
      answer: anything,
    }),
  },
  '/api/session/passkeys/{id}': {
    parameters: [id],
    delete: operation({ summary: 'Remove a passkey', tag, body: object(proof), status: 204 }),
  },
  '/api/sessions': {
    get: operation({ summary: 'Where one is signed in', tag, parameters: [all], answer: list(oneSession) }),
    delete: operation({ summary: 'End all sessions but this one', tag, status: 204 }),
  },
  '/api/sessions/{id}': {
    parameters: [id, all],
    delete: operation({ summary: 'End a session', tag, status: 204 }),
  },
  '/api/keys': {
    get: operation({ summary: 'Keys of the API', tag, parameters: [all], answer: list(key) }),
    post: operation({
      summary: 'Make a key; it is shown this once',
      tag,
      status: 201,
      body: object(
        {
          name: { type: 'string', maxLength: 100 },
          ...scope,
          ends_at: { type: 'string', description: 'A day or a moment' },
          ...proof,
        },
        ['name'],
      ),
      answer: object({ id: string, key: string, ends_at: moment }),
    }),
  },
  '/api/keys/{id}': {
    parameters: [id, all],
    delete: operation({ summary: 'Revoke a key', tag, status: 204 }),
  },
}

const own = { own_password: string, code: string, passkey } as const

/** What an administrator does about the sign-in of others. */
export const adminAccessPaths: Readonly<Record<string, JsonSchema>> = {
  '/api/people/{id}/password': {
    parameters: [id],
    post: operation({
      summary: 'Give a person a one-time password; it is shown this once',
      tag: 'admin',
      body: object(own),
      answer: object({
        login: string,
        address: { type: ['string', 'null'] },
        password: string,
        ends_at: moment,
      }),
    }),
  },
  '/api/people/{id}/sign_in': {
    parameters: [id],
    get: operation({
      summary: 'How a person signs in, without any secret',
      tag: 'admin',
      answer: object({
        login: string,
        password: { enum: ['own', 'once', 'none'] },
        once_until: orNone,
        second_factor: { type: 'boolean' },
        passkeys: { type: 'integer' },
      }),
    }),
  },
  '/api/people/{id}/second_factor': {
    parameters: [id],
    delete: operation({
      summary: 'Take authenticator and passkeys of a person away',
      tag: 'admin',
      body: object(own),
      status: 204,
    }),
  },
  '/api/session/rules': {
    get: operation({ summary: 'The rules by which one signs in', tag: 'admin', answer: rules }),
    patch: operation({
      summary: 'Change some of them',
      tag: 'admin',
      body: object({ ...proof, barred_words: { type: 'array', items: string } }),
      answer: rules,
    }),
  },
}
