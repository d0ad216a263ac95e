import { Alert } from 'antd'
import type { ReactNode } from 'react'
import { asProblem } from './problem.ts'

interface Props {
  readonly error: unknown
  readonly action?: ReactNode
}

/** What went wrong, in the server's own sentence, with every missing item named. */
export function ProblemNote({ error, action }: Props) {
  if (!error) return null
  const { message, missing } = asProblem(error)
  const list =
    missing.length > 0 ? (
      <ul className="missing">
        {missing.map(({ code, detail }) => (
          <li key={code} data-missing={code}>
            {detail}
          </li>
        ))}
      </ul>
    ) : undefined
  return (
    <Alert
      className="problem"
      type="error"
      showIcon
      role="alert"
      title={message}
      description={list}
      action={action}
    />
  )
}
