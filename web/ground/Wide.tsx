import type { ReactNode } from 'react'

interface Props {
  /** What is in it, for those who reach it without seeing it. */
  readonly label: string
  readonly className?: string
  readonly children: ReactNode
}

/**
 * What may be wider than its place, in a box of its own that scrolls. The keyboard stops at the box itself: a
 * table of plain words holds nothing else to stop at, and what lies outside the box could never be read.
 */
export function Wide({ label, className, children }: Props) {
  return (
    <div
      className={className ? `scroll-x ${className}` : 'scroll-x'}
      tabIndex={0}
      role="region"
      aria-label={label}
    >
      {children}
    </div>
  )
}
