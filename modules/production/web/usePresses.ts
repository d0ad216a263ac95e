import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { asProblem } from '../../../web/ground/problem.ts'
import { runAction } from '../../../web/ground/records.ts'
import type { CardPage, JobCard } from './cards.ts'
import { addPress, currentOutbox, dropCard, dropPress, onOutbox } from './outbox.ts'
import type { Press } from './press.ts'

/** Waits between tries when the server cannot be reached: soon at first, half a minute at most. */
const waitMs = (tries: number) => Math.min(30_000, 1000 * 2 ** tries)

let sending = false

/**
 * Sends presses one after the other, each under the key it was born with: a lost answer is asked for again
 * and counts once. What the server refuses is told and dropped; what cannot be sent waits for the network.
 */
export function usePresses() {
  const client = useQueryClient()
  const presses = useSyncExternalStore(onOutbox, currentOutbox)
  const [tries, setTries] = useState(0)
  const [refusal, setRefusal] = useState<unknown>()

  async function sendAll() {
    if (sending) return
    sending = true
    try {
      for (let press = currentOutbox()[0]; press; press = currentOutbox()[0]) {
        if (!(await send(press))) return
      }
      setTries(0)
    } finally {
      sending = false
    }
  }
  /** False when it has to wait. */
  async function send(press: Press): Promise<boolean> {
    try {
      const answer = (await runAction(
        'job_card',
        press.card,
        press.verb,
        press.input,
        press.key,
      )) as Partial<JobCard>
      // Answer and press change places at once, or a piece would be counted twice for a moment.
      client.setQueriesData<CardPage>(
        { queryKey: ['records', 'job_card'] },
        (page) =>
          page?.items && {
            ...page,
            items: page.items.map((one) => (one.id === answer.id ? { ...one, ...answer } : one)),
          },
      )
      dropPress(press.key)
      void client.invalidateQueries({ queryKey: ['records', 'job_card'] })
    } catch (error) {
      const problem = asProblem(error)
      if (problem.status === 0 || problem.status >= 500 || problem.status === 401 || problem.status === 429) {
        setTries((before) => before + 1)
        return false
      }
      dropCard(press.card)
      setRefusal(problem)
      void client.invalidateQueries({ queryKey: ['records', 'job_card'] })
    }
    return true
  }
  useEffect(() => {
    if (presses.length === 0) return
    const timer = setTimeout(() => void sendAll(), tries === 0 ? 0 : waitMs(tries))
    const now = () => void sendAll()
    addEventListener('online', now)
    return () => {
      clearTimeout(timer)
      removeEventListener('online', now)
    }
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [presses.length, tries])

  const press = (card: string, verb: Press['verb'], input: Press['input'] = {}) => {
    setRefusal(undefined)
    addPress({ key: crypto.randomUUID(), card, verb, input, at: new Date().toISOString() })
  }
  /** Before the first failure nobody needs to hear of it. */
  return {
    presses,
    stuck: tries > 0 ? presses.length : 0,
    press,
    refusal,
    forgive: () => setRefusal(undefined),
    retry: () => void sendAll(),
  }
}
