import { CheckCircleFilled, CloseCircleFilled, CloseOutlined, InfoCircleFilled } from '@ant-design/icons'
import { createContext, Suspense, use, useState, type ReactNode } from 'react'
import { words } from '../words/words.ts'
import { lazyPart } from './lazyPart.tsx'

const Ask = lazyPart(() => import('./Ask.tsx'))

export interface Saying {
  readonly kind: 'done' | 'failed' | 'busy'
  readonly title: ReactNode
  readonly more?: ReactNode
  /** Stays until it is closed when 0. */
  readonly seconds?: number
}

export interface Question {
  readonly title: ReactNode
  readonly more?: ReactNode
  readonly ok?: string
  readonly danger?: boolean
  /** Only told, not asked. */
  readonly only?: boolean
  readonly onOk?: () => unknown
  /** Word of the way back, and what happens on it. */
  readonly cancel?: string
  readonly onCancel?: () => void
}

export interface Say {
  /** Shows a line for a while; answers how to take it away. */
  readonly tell: (saying: Saying) => () => void
  readonly done: (title: ReactNode) => void
  readonly failed: (title: ReactNode) => void
  readonly ask: (question: Question) => void
  /** Says what was done, with the way to take it back. */
  readonly undoable: (title: ReactNode, undo: () => Promise<unknown>) => void
}

const SayContext = createContext<Say | null>(null)
let last = 0
/** Long enough to see what one has done, and to reach for the button by keyboard. */
const undoSeconds = 12

/** Tells people what happened and asks before harm is done. The dialog is fetched when something is asked. */
export function SayProvider({ children }: { readonly children: ReactNode }) {
  const [sayings, setSayings] = useState<readonly (Saying & { readonly id: number })[]>([])
  const [question, setQuestion] = useState<Question>()
  const close = (id: number) => setSayings((all) => all.filter((one) => one.id !== id))
  // Made once: whoever was handed it keeps it.
  const [say] = useState<Say>(() => {
    const tell = (saying: Saying) => {
      const id = ++last
      setSayings((all) => [...all.slice(-2), { ...saying, id }])
      const seconds = saying.seconds ?? (saying.kind === 'failed' ? 6 : 3)
      if (seconds > 0) setTimeout(() => close(id), seconds * 1000)
      return () => close(id)
    }
    return {
      tell,
      done: (title) => void tell({ kind: 'done', title }),
      failed: (title) => void tell({ kind: 'failed', title }),
      ask: (asked) => setQuestion(asked),
      undoable: (title, undo) => {
        const done = tell({
          kind: 'done',
          title,
          seconds: undoSeconds,
          more: (
            <button
              type="button"
              className="undo"
              data-testid="undo"
              onClick={() => {
                done()
                undo().catch((error: unknown) =>
                  tell({ kind: 'failed', title: error instanceof Error ? error.message : String(error) }),
                )
              }}
            >
              {words('common.undo')}
            </button>
          ),
        })
      },
    }
  })
  return (
    <SayContext value={say}>
      {children}
      <div className="sayings" role="status" aria-live="polite">
        {sayings.map((one) => (
          <div key={one.id} className={`saying ${one.kind}`} data-testid="saying">
            {one.kind === 'done' ? (
              <CheckCircleFilled />
            ) : one.kind === 'failed' ? (
              <CloseCircleFilled />
            ) : (
              <InfoCircleFilled />
            )}
            <div>
              <div>{one.title}</div>
              {one.more}
            </div>
            <button
              type="button"
              className="chip-close"
              aria-label={words('common.close')}
              onClick={() => close(one.id)}
            >
              <CloseOutlined />
            </button>
          </div>
        ))}
      </div>
      {question && (
        <Suspense fallback={null}>
          <Ask question={question} onClose={() => setQuestion(undefined)} />
        </Suspense>
      )}
    </SayContext>
  )
}

export function useSay(): Say {
  const say = use(SayContext)
  if (!say) throw new Error('useSay outside SayProvider')
  return say
}
