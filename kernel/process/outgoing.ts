import { lookup } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { sql, type Kysely } from 'kysely'
import { refuse } from '../../model/index.ts'
import { emitEvents } from '../events/emit.ts'
import type { Tx } from '../workspace/transact.ts'
import { table, type Workspace } from '../workspace/workspace.ts'

/**
 * A place in the company's own network that calls to the outside may reach: an address or a network, at one
 * port or at any.
 */
export interface AllowedPlace {
  /**
   * `192.168.1.20`, or `10.8.0.0/16`. Never a name: what a name points at is decided elsewhere and changes.
   */
  readonly address: string
  readonly port?: number
  readonly note?: string
}

/** What calls to the outside may reach. */
export interface Outgoing {
  /** Places of the own network, and addresses elsewhere where only what is listed may be called. */
  readonly places: readonly AllowedPlace[]
  /** Whether the rest of the internet is closed too. */
  readonly only_listed: boolean
  /** Names that may be called then: `open.feishu.cn`, `*.example.com`. They never open the own network. */
  readonly hosts: readonly string[]
}

const placesMax = 100

/** What an administrator has allowed; any public address and nothing of the own network unless told. */
export async function outgoingOf(workspace: Workspace, db: Kysely<any> = workspace.db): Promise<Outgoing> {
  const { rows } = await sql<{
    places: AllowedPlace[] | null
    listed: { only_listed: boolean; hosts: string[] } | null
  }>`
    select settings->'outgoing' as places, settings->'outgoing_listed' as listed from ${table(workspace, '_workspace')}`.execute(
    db,
  )
  const { places, listed } = rows[0] ?? {}
  return { places: places ?? [], only_listed: listed?.only_listed ?? false, hosts: listed?.hosts ?? [] }
}

/**
 * Allows this and nothing else; who did it and what it was before is kept as an event. Refuses `place_wrong`
 * with the place.
 */
export async function allowOutgoing(tx: Tx, { places, only_listed, hosts }: Outgoing): Promise<void> {
  if (places.length > placesMax)
    throw refuse(
      'place_wrong',
      {
        zh: `最多允许 ${placesMax} 个地址，可改用网段`,
        en: `At most ${placesMax} addresses: use networks instead`,
      },
      { field: 'places' },
    )
  for (const place of places) checkPlace(place)
  for (const host of hosts) checkHost(host)
  const before = await outgoingOf(tx.workspace, tx.db)
  const after = { outgoing: places, outgoing_listed: { only_listed, hosts } }
  await sql`update ${table(tx.workspace, '_workspace')} set settings = settings || ${JSON.stringify(after)}::jsonb`.execute(
    tx.db,
  )
  await emitEvents(tx, [
    {
      name: 'setting.changed',
      payload: { setting: 'outgoing', before, after: { places, only_listed, hosts } },
    },
  ])
}

function checkHost(host: string): void {
  if (/^(\*\.)?([a-z0-9-]{1,63}\.)+[a-z0-9-]{2,63}$/.test(host) && isIP(host) === 0) return
  throw refuse(
    'place_wrong',
    {
      zh: `“${host}”不是域名，例如 open.feishu.cn 或 *.example.com；IP 地址请填在地址列表中`,
      en: `"${host}" is no name such as open.feishu.cn or *.example.com; addresses belong to the other list`,
    },
    { field: 'hosts' },
  )
}

function checkPlace({ address, port }: AllowedPlace): void {
  const [ip = '', prefix, ...more] = address.split('/')
  const bits = isIP(ip) === 6 ? 128 : 32
  const fits =
    isIP(ip) !== 0 &&
    more.length === 0 &&
    (prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits))
  if (!fits)
    throw refuse(
      'place_wrong',
      {
        zh: `“${address}”不是 IP 地址或网段，例如 192.168.1.20 或 10.8.0.0/16；主机名的指向会变，不能填写`,
        en: `"${address}" is no IP address or network such as 192.168.1.20 or 10.8.0.0/16; a name is not taken, as what it points at may change`,
      },
      { field: 'places' },
    )
  if (never.check(ip, familyOf(ip)))
    throw refuse(
      'place_wrong',
      {
        zh: `“${address}”是本机服务或链路本地地址，不能开放`,
        en: `"${address}" is a link-local or special address and cannot be opened`,
      },
      { field: 'places' },
    )
  if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65_536))
    throw refuse('place_wrong', { zh: `“${port}”不是端口`, en: `"${port}" is no port` }, { field: 'places' })
}

/**
 * How a call to `port` finds its address: every address that the name has at that very moment must be public
 * or allowed, and the connection goes to one of those. So neither a redirect, which is not followed, nor a
 * name that changes leads into the company's network.
 */
export const guardedLookup =
  (outgoing: Outgoing, port: number): LookupFunction =>
  (name, options, done) =>
    lookup(name, { ...options, all: true }, (error, addresses) => {
      const bad = addresses?.find(({ address }) => !mayReach(outgoing, address, port, name))
      if (error || bad || !addresses[0]) return done(error ?? closedPlace(outgoing, bad?.address ?? name), [])
      if (options.all) return done(null, addresses)
      done(null, addresses[0].address, addresses[0].family)
    })

/**
 * Whether a call to a name may go to this address and port: any public one, or those listed, and what is
 * allowed of the company's own.
 */
export function mayReach(
  { places, only_listed, hosts }: Outgoing,
  address: string,
  port: number,
  name = '',
): boolean {
  if (never.check(address, familyOf(address))) return false
  if (!inside.check(address, familyOf(address)) && (!only_listed || isNamed(hosts, name))) return true
  return places.some(
    (place) =>
      (place.port === undefined || place.port === port) &&
      listOf([place.address]).check(address, familyOf(address)),
  )
}

const isNamed = (hosts: readonly string[], name: string) =>
  hosts.some((host) =>
    host.startsWith('*.') ? name.toLowerCase().endsWith(host.slice(1)) : name.toLowerCase() === host,
  )

/** The refusal of a place that nobody opened, which says where an administrator may. */
export const closedPlace = ({ only_listed }: Outgoing, address: string) =>
  only_listed
    ? refuse('webhook_unlisted', {
        zh: `Webhook 只能访问已登记的地址，${address} 不在其中，系统管理员可在“公司设置 › 外部调用”中登记`,
        en: `Webhooks may call listed addresses only, and ${address} is not one: an administrator may list it under "Company settings › Calls to the outside"`,
      })
    : refuse('webhook_private', {
        zh: `Webhook 不能访问内网地址 ${address}，系统管理员可在“公司设置 › 外部调用”中开放`,
        en: `Webhooks may not call the private address ${address}; an administrator may open it under "Company settings › Calls to the outside"`,
      })

const familyOf = (address: string) => (isIP(address) === 6 ? 'ipv6' : 'ipv4')

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const network of networks) {
    const [ip = '', prefix] = network.split('/')
    if (prefix === undefined) list.addAddress(ip, familyOf(ip))
    else list.addSubnet(ip, Number(prefix), familyOf(ip))
  }
  return list
}

/**
 * Of no use as a receiver, and where clouds keep their secrets: never opened. `BlockList` looks through IPv4
 * in IPv6 (`::ffff:`).
 */
const never = listOf([
  '0.0.0.0/8',
  '169.254.0.0/16',
  '224.0.0.0/3',
  '::/128',
  'fe80::/10',
  'ff00::/8',
  '64:ff9b::/96',
])
/** The company's own: closed unless allowed. */
const inside = listOf([
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '::1/128',
  'fc00::/7',
])
