import { createHash } from 'node:crypto'
import { damaged, hashing, readArchive } from './archive.ts'

/** Which of the two schemas of a workspace: its own, or that of its jobs. */
export type Part = 'house' | 'jobs'

export interface Column {
  readonly name: string
  /** As PostgreSQL writes it: `numeric(14,2)`. */
  readonly type: string
}

export interface DumpedTable {
  readonly part: Part
  readonly name: string
  readonly columns: readonly Column[]
  readonly sha256: string
}

export interface DumpedSequence {
  readonly part: Part
  readonly name: string
  readonly last: string
  readonly called: boolean
}

/**
 * What an archive holds, with a hash of each of its entries. It is the last entry, as the hashes are known
 * then.
 */
export interface Manifest {
  readonly format: 1
  readonly version: string
  readonly made_at: string
  readonly migrations: readonly string[]
  readonly tables: readonly DumpedTable[]
  readonly sequences: readonly DumpedSequence[]
  readonly files: readonly { readonly id: string; readonly sha256: string }[]
  /** Files whose row is there and whose bytes were not. */
  readonly missing: readonly string[]
}

export const manifestName = 'manifest.json'
export const tableEntry = ({ part, name }: Pick<DumpedTable, 'part' | 'name'>) => `tables/${part}/${name}`
export const fileEntry = (id: string) => `files/${id}`

/**
 * Reads an archive to its end and holds every entry against its hash, before anything is done with it.
 * @throws Refusal `backup_damaged` with the entry
 */
export async function checkArchive(path: string): Promise<Manifest> {
  const found = new Map<string, string>()
  let manifest: Manifest | undefined
  for await (const { name, content } of readArchive(path)) {
    const hash = createHash('sha256')
    const parts: Buffer[] = []
    for await (const part of hashing(content, hash)) if (name === manifestName) parts.push(part)
    found.set(name, hash.digest('hex'))
    if (name === manifestName) manifest = readManifest(Buffer.concat(parts).toString('utf8'))
  }
  if (!manifest) throw damaged(manifestName)
  for (const table of manifest.tables)
    if (found.get(tableEntry(table)) !== table.sha256) throw damaged(tableEntry(table))
  for (const { id, sha256 } of manifest.files)
    if (found.get(fileEntry(id)) !== sha256) throw damaged(fileEntry(id))
  return manifest
}

function readManifest(text: string): Manifest {
  try {
    const manifest = JSON.parse(text) as Manifest
    if (manifest.format === 1) return manifest
  } catch {
    // told below
  }
  throw damaged(manifestName)
}
