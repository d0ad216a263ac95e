import { useQuery } from '@tanstack/react-query'
import { Drawer } from 'antd'
import { useState } from 'react'
import { ProblemNote } from '../ground/ProblemNote.tsx'
import { useNarrow } from '../ground/useNarrow.ts'
import { Tabs } from '../record/Tabs.tsx'
import { useWords } from '../words/words.ts'
import { Due } from './Due.tsx'
import { TaskBody } from './TaskBody.tsx'
import { tasksQuery } from './tasks.ts'
import { useTaskTitle } from './taskTitle.ts'

/** Everything that waits for the person, the most pressing first. */
export function InboxScreen() {
  const t = useWords()
  const [state, setState] = useState<'open' | 'done'>('open')
  const tabs = (['open', 'done'] as const).map((key) => ({
    key,
    label: t(`inbox.${key}`),
    content: <Tasks key={key} state={key} />,
  }))
  return (
    <div className="page">
      <h1>{t('nav.inbox')}</h1>
      <Tabs tabs={tabs} active={state} onChange={(key) => setState(key as 'open' | 'done')} />
    </div>
  )
}

function Tasks({ state }: { readonly state: 'open' | 'done' }) {
  const t = useWords()
  const narrow = useNarrow()
  const title = useTaskTitle()
  const { data, error, isPending } = useQuery(tasksQuery(state))
  const [chosen, setChosen] = useState<string>()
  const items = data?.items ?? []
  const task = items.find((one) => one.id === chosen) ?? (narrow ? undefined : items[0])
  if (error) return <ProblemNote error={error} />
  if (!isPending && items.length === 0)
    return (
      <div className="empty card">
        <h2>{t(state === 'open' ? 'inbox.none' : 'inbox.none_done')}</h2>
        <p>{t('inbox.none_hint')}</p>
      </div>
    )
  const body = task && (
    <TaskBody key={task.id} task={task} open={state === 'open'} onDone={() => setChosen(undefined)} />
  )
  return (
    <div className="inbox">
      <div className="card task-list">
        {items.map((one) => (
          <button
            type="button"
            className="task"
            key={one.id}
            data-task={one.id}
            data-kind={one.kind}
            aria-current={one === task}
            onClick={() => setChosen(one.id)}
          >
            <span className="row spread">
              <strong>{title(one)}</strong>
              <Due at={state === 'open' ? one.due_at : null} />
            </span>
            <span className="quiet">
              {[one.record_title, one.outcome ? outcomeText(one.outcome, t) : ''].filter(Boolean).join(' · ')}
            </span>
          </button>
        ))}
      </div>
      {narrow ? (
        <Drawer
          open={Boolean(task)}
          placement="bottom"
          size="90%"
          title={task && title(task)}
          onClose={() => setChosen(undefined)}
        >
          {body}
        </Drawer>
      ) : (
        <div className="card">{body}</div>
      )}
    </div>
  )
}

const outcomes = {
  approved: 'inbox.approved',
  rejected: 'inbox.rejected',
  returned: 'inbox.returned',
  done: 'inbox.finished',
  completed: 'inbox.finished',
} as const

const outcomeText = (outcome: string, t: ReturnType<typeof useWords>) =>
  outcome in outcomes ? t(outcomes[outcome as keyof typeof outcomes]) : outcome
