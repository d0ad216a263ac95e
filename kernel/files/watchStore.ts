import type { FileStore } from '../workspace/fileStore.ts'

export interface StoreWatch {
  reachable(): Promise<boolean>
  /** Whether it ever answered this process. */
  wasReached(): boolean
}

const rememberMs = 5000
const patienceMs = 3000
const nobody = '00000000-0000-0000-0000-000000000000'

/**
 * Whether the store of files answers, asked at most every five seconds however often somebody wants to know.
 */
export function watchStore(store: FileStore): StoreWatch {
  let reached = false
  let known: { readonly until: number; readonly answer: Promise<boolean> } | null = null
  const look = async (): Promise<boolean> => {
    const patience = new Promise<false>((resume) => void setTimeout(() => resume(false), patienceMs).unref())
    const answered = await Promise.race([
      store.exists(nobody).then(
        () => true,
        () => false,
      ),
      patience,
    ])
    reached ||= answered
    return answered
  }
  return {
    reachable() {
      if (!known || known.until < Date.now()) known = { until: Date.now() + rememberMs, answer: look() }
      return known.answer
    },
    wasReached: () => reached,
  }
}
