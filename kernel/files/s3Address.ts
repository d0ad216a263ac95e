import { refuse } from '../../model/refuse.ts'

/** An S3-compatible store and the keys to it, as `S3_URL` says them. */
export interface StoreAddress {
  /** With a slash at the end: `https://host:9000/bucket/`. Holds no secret. */
  readonly bucket: string
  /** Before every key: `files/`, or nothing. */
  readonly prefix: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly region: string
  /** By which the store is asked to encrypt what it keeps; nothing where the address does not say. */
  readonly encryption: Readonly<Record<string, string>>
}

/** Stores that answer only where the bucket is part of the host name. */
const bucketInHost = /\.(aliyuncs\.com|myqcloud\.com)$/

/**
 * Reads
 * `s3://key:secret@host:9000/bucket/prefix?region=…&tls=false&style=path|host&sse=AES256|aws:kms&kms=<key>`.
 * `http:` and `https:` say by themselves whether TLS is spoken; `s3:` speaks it unless told `tls=false`.
 * Characters of key and secret that mean something in an address are percent-encoded.
 * @throws Refusal bad_setting, which never repeats what was given
 */
export function readStoreAddress(url: string): StoreAddress {
  const wrong = (zh: string, en: string) =>
    refuse(
      'bad_setting',
      { zh: `设置 S3_URL 不可用：${zh}`, en: `The setting S3_URL cannot be used: ${en}` },
      { field: 'S3_URL' },
    )
  if (!/^(s3|https?):\/\//.test(url) || !URL.canParse(url))
    throw wrong('应当形如 s3://密钥ID:密钥@主机/存储桶', 'it must look like s3://key:secret@host/bucket')
  const { protocol, host, hostname, username, password, pathname, searchParams } = new URL(url)
  const [bucket = '', ...folders] = pathname.split('/').filter(Boolean)
  if (!username || !password)
    throw wrong(
      '缺少密钥ID或密钥（特殊字符请用百分号编码）',
      'the key or the secret is missing (percent-encode special characters)',
    )
  if (!bucket) throw wrong('缺少存储桶名称', 'the bucket is missing')
  const unknown = [...searchParams.keys()].find(
    (name) => !['region', 'tls', 'style', 'sse', 'kms'].includes(name),
  )
  if (unknown) throw wrong(`没有参数“${unknown}”`, `there is no parameter "${unknown}"`)
  const [sse, kms] = [searchParams.get('sse'), searchParams.get('kms')]
  if (sse !== null && !['AES256', 'aws:kms'].includes(sse))
    throw wrong('sse 应为 AES256 或 aws:kms', 'sse is AES256 or aws:kms')
  if (kms !== null && sse !== 'aws:kms')
    throw wrong('kms 只与 sse=aws:kms 同用', 'kms goes with sse=aws:kms only')
  const secure = protocol === 'https:' || (protocol === 's3:' && searchParams.get('tls') !== 'false')
  const style = searchParams.get('style') ?? (bucketInHost.test(hostname) ? 'host' : 'path')
  const root = style === 'host' ? `${bucket}.${host}/` : `${host}/${bucket}/`
  return {
    bucket: `${secure ? 'https' : 'http'}://${root}`,
    prefix: folders.map((folder) => `${folder}/`).join(''),
    accessKeyId: decode(username),
    secretAccessKey: decode(password),
    region:
      searchParams.get('region') ??
      /(?:^|\.)s3[.-]([a-z]{2}(?:-[a-z]+)+-\d)\.amazonaws\./.exec(hostname)?.[1] ??
      'us-east-1',
    encryption: {
      ...(sse === null ? {} : { 'x-amz-server-side-encryption': sse }),
      ...(kms === null ? {} : { 'x-amz-server-side-encryption-aws-kms-key-id': kms }),
    },
  }
}

/** A secret with a lone percent sign is taken as it stands. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
