import { call } from '../ground/api.ts'

export interface StoredFile {
  readonly id: string
  readonly name: string
  readonly size: number
  readonly type?: string
  readonly kind?: string
  readonly purpose?: string | null
  readonly created_at?: string
}

export interface Place {
  readonly object?: string
  readonly record?: string
  readonly purpose?: string
}

/** Sends a file; with a place it hangs on that record. */
export function uploadFile(file: Blob, name: string, place: Place = {}): Promise<StoredFile> {
  const form = new FormData()
  for (const [key, value] of Object.entries(place)) if (value) form.append(key, value)
  form.append('file', file, name)
  return call<StoredFile>('POST', '/files', { body: form })
}

/** @example sizeText(1536) // '1.5 KB' */
export function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  const [unit, size] =
    bytes < 1024 ** 2 ? ['KB', 1024] : bytes < 1024 ** 3 ? ['MB', 1024 ** 2] : ['GB', 1024 ** 3]
  return `${(bytes / (size as number)).toFixed(1)} ${unit as string}`
}
