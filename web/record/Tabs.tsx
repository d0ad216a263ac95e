import { useId, useRef, type KeyboardEvent, type ReactNode } from 'react'

export interface Tab {
  readonly key: string
  readonly label: string
  readonly content: ReactNode
}

/** Tabs as the ARIA pattern has them: arrows move, only the chosen one is drawn (and asks the server). */
export function Tabs({
  tabs,
  active,
  onChange,
}: {
  readonly tabs: readonly Tab[]
  readonly active: string
  readonly onChange: (key: string) => void
}) {
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  const current = tabs.find((tab) => tab.key === active) ?? tabs[0]
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (!step || !current) return
    const next = tabs[(tabs.indexOf(current) + step + tabs.length) % tabs.length]!
    onChange(next.key)
    list.current?.querySelector<HTMLElement>(`[data-tab="${next.key}"]`)?.focus()
  }
  if (!current) return null
  return (
    <div className="tabs">
      <div className="tab-list" role="tablist" ref={list} onKeyDown={onKeyDown}>
        {tabs.map((tab) => (
          <button
            key={tab.key}
            type="button"
            role="tab"
            id={`${id}-${tab.key}`}
            data-tab={tab.key}
            aria-selected={tab === current}
            aria-controls={`${id}-panel`}
            tabIndex={tab === current ? 0 : -1}
            onClick={() => onChange(tab.key)}
          >
            {tab.label}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${current.key}`} className="tab-panel">
        {current.content}
      </div>
    </div>
  )
}
