import { Link } from '@tanstack/react-router'
import { useHouse } from '../ground/session.ts'
import { showMoment } from '../ground/when.ts'
import { useLabel, useWords } from '../words/words.ts'
import { Answers } from './Answers.tsx'
import { RecordGlance } from './RecordGlance.tsx'
import type { Task } from './tasks.ts'
import { useTaskTitle } from './taskTitle.ts'

/** A task with what it is about, and the answers it takes. */
export function TaskBody({
  task,
  open,
  onDone,
}: {
  readonly task: Task
  readonly open: boolean
  readonly onDone: () => void
}) {
  const t = useWords()
  const label = useLabel()
  const title = useTaskTitle()
  const { zone, screens } = useHouse()
  return (
    <div className="task-body" data-task={task.id}>
      <div>
        <h2>{title(task)}</h2>
        <span className="quiet">
          {t('inbox.since', { at: showMoment(task.created_at, zone) })}
          {task.due_at && ` · ${t('inbox.due', { at: showMoment(task.due_at, zone) })}`}
        </span>
      </div>
      {task.record && task.record_object && (
        <p>
          <Link
            to="/o/$object/$id"
            params={{ object: task.record_object, id: task.record }}
            data-testid="task-record"
          >
            {label(screens.objects[task.record_object]?.label, task.record_object)} ·{' '}
            {task.record_title ?? t('field.unnamed')} →
          </Link>
        </p>
      )}
      {open && <Answers task={task} onDone={onDone} />}
      {task.record && task.record_object && screens.objects[task.record_object]?.may.read && (
        <RecordGlance object={task.record_object} id={task.record} />
      )}
    </div>
  )
}
