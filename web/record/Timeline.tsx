import { useInfiniteQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { call } from '../ground/api.ts'
import type { AnyField, ScreenObject } from '../ground/definitions.ts'
import { ProblemNote } from '../ground/ProblemNote.tsx'
import type { FullRecord } from '../ground/records.ts'
import { useHouse } from '../ground/session.ts'
import { fromNow, showMoment } from '../ground/when.ts'
import { useLabel, useLanguage, useWords } from '../words/words.ts'
import { changesOf, remarkOf, sentenceOf, subjectOf, type HouseEvent } from './timelineText.ts'
import { Value } from './Value.tsx'

interface Props {
  readonly object: ScreenObject
  readonly fields: Readonly<Record<string, AnyField>>
  readonly record: FullRecord
}

interface Page {
  readonly items: readonly HouseEvent[]
  readonly next: string | null
}

/** What happened to the record, newest first, who did it, and what was before. */
export function Timeline({ object, fields, record }: Props) {
  const t = useWords()
  const language = useLanguage()
  const { screens, zone } = useHouse()
  const query = useInfiniteQuery({
    queryKey: ['timeline', object.name, record.id],
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      call<Page>('GET', `/records/${object.name}/${record.id}/timeline`, { query: { after: pageParam } }),
    getNextPageParam: (page) => page.next ?? undefined,
  })
  const events = (query.data?.pages ?? [])
    .flatMap((page) => page.items)
    .flatMap((event) => {
      const sentence = sentenceOf(event, fields, { object, screens, language, t })
      return sentence
        ? [{ event, sentence, subject: subjectOf(event, t), remark: remarkOf(event, language) }]
        : []
    })
  return (
    <>
      <ProblemNote error={query.error} />
      <ol className="timeline" data-testid="timeline">
        {events.map(({ event, sentence, subject, remark }) => (
          <li key={event.id} data-event={event.name}>
            <span className="timeline-head">
              {subject && <strong>{subject}</strong>}{' '}
              {subject ? sentence : sentence.charAt(0).toUpperCase() + sentence.slice(1)}
            </span>
            {remark && <blockquote className="remark">{remark}</blockquote>}
            <Changes event={event} fields={fields} record={record} />
            <time className="quiet" dateTime={event.at} title={showMoment(event.at, zone)}>
              {fromNow(event.at, language)} · {showMoment(event.at, zone)}
            </time>
          </li>
        ))}
      </ol>
      {query.hasNextPage && (
        <Button block loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('record.earlier')}
        </Button>
      )}
    </>
  )
}

function Changes({
  event,
  fields,
  record,
}: {
  readonly event: HouseEvent
  readonly fields: Props['fields']
  readonly record: FullRecord
}) {
  const t = useWords()
  const label = useLabel()
  const changes = changesOf(event, fields)
  if (changes.length === 0) return null
  return (
    <ul className="changes">
      {changes.map(({ name, before, after }) => (
        <li key={name} data-change={name}>
          {label(fields[name]!.label, name)}
          {t('common.colon')}
          <del>
            <Value field={fields[name]!} value={before} record={record} titles={record._titles} compact />
          </del>{' '}
          →{' '}
          <ins>
            <Value field={fields[name]!} value={after} record={record} titles={record._titles} compact />
          </ins>
        </li>
      ))}
    </ul>
  )
}
