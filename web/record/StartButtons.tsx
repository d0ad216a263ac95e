import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import type { Label } from '../../model/refuse.ts'
import { call } from '../ground/api.ts'
import { asProblem } from '../ground/problem.ts'
import { forget, type FullRecord } from '../ground/records.ts'
import { useSay } from '../ground/say.tsx'
import { useLabel, useWords } from '../words/words.ts'

interface Startable {
  readonly process: string
  readonly button: Label
}

/** The buttons of processes that this person may start on the record now; the company made them itself. */
export function StartButtons({
  object,
  record,
  big = false,
}: {
  readonly object: string
  readonly record: FullRecord
  readonly big?: boolean
}) {
  const t = useWords()
  const label = useLabel()
  const say = useSay()
  const client = useQueryClient()
  const [busy, setBusy] = useState<string>()
  const { data } = useQuery({
    queryKey: ['record', object, record.id, 'processes'],
    queryFn: () =>
      call<{ readonly startable?: readonly Startable[] }>('GET', '/processes', {
        query: { object, record: record.id },
      }),
  })
  const start = async ({ process, button }: Startable) => {
    setBusy(process)
    try {
      await call('POST', '/processes', { body: { process, object, record: record.id } })
      say.done(t('action.done', { name: label(button) }))
      forget(client, object, record.id)
    } catch (error) {
      say.failed(asProblem(error).message)
    } finally {
      setBusy(undefined)
    }
  }
  return (
    <>
      {(data?.startable ?? []).map((one) => (
        <Button
          key={one.process}
          size={big ? 'large' : 'middle'}
          block={big}
          loading={busy === one.process}
          data-start={one.process}
          onClick={() => void start(one)}
        >
          {label(one.button, one.process)}
        </Button>
      ))}
    </>
  )
}
