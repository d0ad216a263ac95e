import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance, InjectOptions } from 'fastify'
import type { Actor, ModuleDef } from '../../model/index.ts'
import { createApiKey, type NewKey } from '../auth/keys.ts'
import { setPassword } from '../auth/password.ts'
import { openSession } from '../auth/session.ts'
import { actorById } from '../auth/whoComes.ts'
import { moveClock } from '../deadlines/deadlines.ts'
import { localStore } from '../files/localStore.ts'
import { runHouse, settled, type House } from '../house.ts'
import { makeServer } from '../http/server.ts'
import { migrateJobs } from '../jobs/jobs.ts'
import { startLive, type Live } from '../live/live.ts'
import { renewDepartmentPaths } from '../organisation/departmentPaths.ts'
import { organisation } from '../organisation/objects.ts'
import { processes } from '../process/reactions.ts'
import { createRecord } from '../records/write.ts'
import type { FileStore } from '../workspace/fileStore.ts'
import { migrate } from '../workspace/migrate.ts'
import { transact } from '../workspace/transact.ts'
import { closeWorkspace, openWorkspace, systemActor, type Workspace } from '../workspace/workspace.ts'
import { busyMachineMs } from './busyMachine.ts'

/** The JSON of an answer: any, for a test says with `expect` what it wants of it. */
type Answer = any

/** Somebody at the HTTP API. */
export interface Caller {
  readonly id: string
  readonly actor: Actor
  get(url: string): Promise<Answer>
  post(url: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  patch(url: string, body: unknown, headers?: Record<string, string>): Promise<Answer>
  put(url: string, body: unknown): Promise<Answer>
  del(url: string): Promise<Answer>
  /** The whole answer with its status. */
  raw(request: InjectOptions): Promise<{
    status: number
    body: Answer
    text: string
    /** As it goes over the wire. */
    bytes: Buffer
    headers: Record<string, unknown>
  }>
}

/** What a collector of figures shows to a house of the tests. */
export const testMetricsToken = 'a token of the tests, for their figures'

export interface TestHouse {
  readonly workspace: Workspace
  readonly app: FastifyInstance
  /** A person with roles in a department (made when new), signed in. */
  person(name: string, roles: readonly string[], department?: string): Promise<Caller>
  department(name: string, parent?: string): Promise<string>
  /** A person as `person` makes one, who can also sign in with a password. */
  enrol(
    name: string,
    roles: readonly string[],
    password: string,
  ): Promise<Caller & { readonly login: string }>
  /** A key of the API that acts for somebody; for reading only unless told. */
  key(person: Caller, scope?: Partial<NewKey>): Promise<string>
  /** Waits until reactions, jobs and due deadlines are done. */
  settle(): Promise<void>
  /** Moves the clock and waits for what comes due. */
  forward(by: { readonly days?: number; readonly hours?: number; readonly minutes?: number }): Promise<void>
  stop(): Promise<void>
}

/**
 * A house of its own for a test file: a fresh workspace in the shared database, with everything running that
 * runs by itself.
 */
export async function startTestHouse(
  databaseUrl: string,
  modules: readonly ModuleDef[],
  store?: FileStore,
  patienceMs = busyMachineMs,
): Promise<TestHouse> {
  const name = `test_${process.pid}_${Math.random().toString(36).slice(2, 10)}`
  const files = store ?? (await localStore(await mkdtemp(join(tmpdir(), 'guantong-files-'))))
  const workspace = await openWorkspace({
    name,
    url: databaseUrl,
    modules: [organisation, processes, ...modules],
    files,
    secret: 'a secret of the tests',
    poolSize: 8,
    patienceMs,
  })
  await migrate(workspace)
  await migrateJobs(workspace)
  const live: Live = await startLive(workspace)
  const house: House = await runHouse(workspace, live)
  const app = await makeServer({ workspace, live, logLevel: 'error', metricsToken: testMetricsToken })
  await app.ready()
  const departments = new Map<string, string>()
  const make = (object: string, draft: Record<string, unknown>) =>
    transact(workspace, systemActor('tests'), (tx) => createRecord(tx, object, draft))

  const department = async (title: string, parent?: string): Promise<string> => {
    const known = departments.get(title)
    if (known) return known
    const { id } = await make('department', { name: title, parent: parent ? await department(parent) : null })
    await renewDepartmentPaths(workspace, workspace.db)
    departments.set(title, id)
    return id
  }
  const hire = async (called: string, roles: readonly string[], place: string) => {
    const login = `${called}-${departments.size}-${Math.random().toString(36).slice(2, 7)}@test.example`
    return {
      id: (
        await make('user', { name: called, login, roles: [...roles], department: await department(place) })
      ).id as string,
      login,
    }
  }
  const come = async ({ id }: { id: string }) => {
    const token = await openSession(workspace, id, { address: '127.0.0.1', agent: 'tests' })
    return caller(app, { id, token, actor: (await actorById(workspace, workspace.db, id))! })
  }
  return {
    workspace,
    app,
    department,
    person: async (called, roles, place = '总部') => come(await hire(called, roles, place)),
    async enrol(called, roles, password) {
      const hired = await hire(called, roles, '总部')
      await transact(workspace, systemActor('tests'), (tx) => setPassword(tx, hired.id, password))
      return { ...(await come(hired)), login: hired.login }
    },
    key: async ({ id }, scope = {}) => (await createApiKey(workspace, id, { name: 'tests', ...scope })).key,
    settle: () => settled(workspace),
    async forward({ days = 0, hours = 0, minutes = 0 }) {
      await moveClock(workspace, ((days * 24 + hours) * 60 + minutes) * 60_000)
      await settled(workspace)
    },
    async stop() {
      await app.close()
      await live.stop()
      await house.stop()
      await closeWorkspace(workspace)
    },
  }
}

const isPlainJson = (headers: Readonly<Record<string, unknown>>) =>
  /json/.test(String(headers['content-type'])) && headers['content-encoding'] === undefined

function caller(
  app: FastifyInstance,
  { id, token, actor }: { id: string; token: string; actor: Actor },
): Caller {
  const raw = async (request: InjectOptions) => {
    const response = await app.inject({
      ...request,
      headers: { ...request.headers, cookie: `guantong_session=${token}` },
    })
    return {
      status: response.statusCode,
      text: response.body,
      bytes: response.rawPayload,
      headers: response.headers as Record<string, unknown>,
      body: isPlainJson(response.headers) ? (response.json() as unknown) : null,
    }
  }
  // Bodies are text of their own so that a test may send what it likes.
  const send = async (
    method: 'POST' | 'PATCH' | 'PUT' | 'DELETE' | 'GET',
    url: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ) =>
    (
      await raw({
        method,
        url,
        ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
        headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      })
    ).body
  return {
    id,
    actor,
    raw,
    get: (url) => send('GET', url),
    post: (url, body = {}, headers) => send('POST', url, body, headers),
    patch: (url, body, headers) => send('PATCH', url, body, headers),
    put: (url, body) => send('PUT', url, body),
    del: (url) => send('DELETE', url),
  }
}
