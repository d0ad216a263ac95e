import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'

interface Props {
  readonly object: string
  readonly where: string
  /** For the tests: what is counted or summed. */
  readonly figure: string
  readonly children: ReactNode
}

/** A figure that opens exactly the records behind it. */
export const FigureLink = ({ object, where, figure, children }: Props) => (
  <Link
    to="/o/$object"
    params={{ object }}
    search={{ where } as never}
    className="figure"
    data-figure={figure}
    data-where={where}
  >
    {children}
  </Link>
)
