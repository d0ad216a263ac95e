import { BlockList, isIP } from 'node:net'
import { refuse } from '../../model/index.ts'

/**
 * Whether the word of a caller on whom they speak for is believed; `hop` is 0 for who connects to us, 1 for
 * who connected to that one.
 */
export type TrustProxy = (address: string, hop: number) => boolean

/**
 * Reads whose `X-Forwarded-For`, `-Proto` and `-Host` are believed: so many proxies in a row, or addresses
 * and networks by comma.
 * @example readTrustProxy('1'); readTrustProxy('127.0.0.1, 10.0.0.0/8, fd00::/8')
 * @throws Refusal `bad_setting`
 */
export function readTrustProxy(text: string): TrustProxy {
  if (/^[1-9]$/.test(text.trim())) return (_address, hop) => hop < Number(text)
  const known = new BlockList()
  for (const part of text
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean))
    addTo(known, part)
  return (address) => isIP(address) !== 0 && known.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}

function addTo(known: BlockList, part: string): void {
  const [address = '', bits] = part.split('/')
  const version = isIP(address)
  const width = version === 6 ? 128 : 32
  const length = bits === undefined ? width : /^\d{1,3}$/.test(bits) ? Number(bits) : -1
  if (version === 0 || length < 0 || length > width)
    throw refuse(
      'bad_setting',
      {
        zh: `设置 GUANTONG_TRUST_PROXY 不可用：“${part}”不是地址、网段（如 10.0.0.0/8）或 1 到 9 的代理层数`,
        en: `The setting GUANTONG_TRUST_PROXY cannot be used: "${part}" is neither an address, nor a network (10.0.0.0/8), nor a number of proxies from 1 to 9`,
      },
      { field: 'GUANTONG_TRUST_PROXY' },
    )
  known.addSubnet(address, length, version === 6 ? 'ipv6' : 'ipv4')
}
