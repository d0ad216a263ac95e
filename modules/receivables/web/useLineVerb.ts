import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { runAction } from '../../../web/ground/records.ts'
import { useSay } from '../../../web/ground/say.tsx'

/** Runs a verb of a bank line once and lets the screens fetch again what it moved. */
export function useLineVerb(line: string) {
  const client = useQueryClient()
  const say = useSay()
  const [busy, setBusy] = useState<string>()
  const [error, setError] = useState<unknown>()
  async function run(verb: string, input: object, done: string): Promise<boolean> {
    setBusy(verb)
    setError(undefined)
    try {
      await runAction('bank_line', line, verb, input, crypto.randomUUID())
      say.done(done)
      for (const object of ['bank_line', 'receivable', 'order'])
        void client.invalidateQueries({ queryKey: ['records', object] })
      return true
    } catch (failed) {
      setError(failed)
      return false
    } finally {
      setBusy(undefined)
    }
  }
  return { run, busy, error }
}
