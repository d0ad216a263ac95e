import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'

export interface MenuItem {
  readonly key: string
  readonly label: ReactNode
  readonly danger?: boolean
  readonly onClick: () => void
}

export interface MenuGroup {
  readonly key: string
  readonly label?: ReactNode
  readonly items: readonly MenuItem[]
}

interface Props {
  readonly groups: readonly MenuGroup[]
  readonly children: ReactNode
  /** Class of the button: `ant-btn` look, or a round one. */
  readonly look?: string
  readonly label?: string
  readonly side?: 'left' | 'right'
  readonly testId?: string
}

/** A button with a menu beneath. Arrows move, Escape closes; a tenth of the size of the library's. */
export function MenuButton({ groups, children, look = 'button', label, side = 'right', testId }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const [open, setOpen] = useState(false)
  useEffect(() => {
    if (!open) return
    box.current?.querySelector<HTMLElement>('[role=menuitem]')?.focus()
    const outside = (event: PointerEvent) => {
      if (!box.current?.contains(event.target as Node)) setOpen(false)
    }
    addEventListener('pointerdown', outside)
    return () => removeEventListener('pointerdown', outside)
  }, [open])
  const close = () => {
    setOpen(false)
    box.current?.querySelector<HTMLElement>('button')?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (!open) return
    const items = [...(box.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])]
    const at = items.indexOf(document.activeElement as HTMLElement)
    if (event.key === 'Escape') {
      event.stopPropagation()
      close()
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      items[(at + (event.key === 'ArrowDown' ? 1 : -1) + items.length) % items.length]?.focus()
    } else if (event.key === 'Tab') setOpen(false)
  }
  return (
    <div className="menu-button" ref={box} onKeyDown={onKeyDown}>
      <button
        type="button"
        className={look}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-label={label}
        data-testid={testId}
        onClick={() => setOpen(!open)}
      >
        {children}
      </button>
      {open && (
        <div role="menu" className={`menu-pop ${side}`} aria-label={label}>
          {groups.map((group) => (
            <div key={group.key} role="group" aria-labelledby={group.label ? `menu-${group.key}` : undefined}>
              {group.label && (
                <div className="menu-group" id={`menu-${group.key}`}>
                  {group.label}
                </div>
              )}
              {group.items.map((item) => (
                <button
                  type="button"
                  role="menuitem"
                  tabIndex={-1}
                  key={item.key}
                  data-item={item.key}
                  className={item.danger ? 'danger' : undefined}
                  onClick={() => {
                    close()
                    item.onClick()
                  }}
                >
                  {item.label}
                </button>
              ))}
            </div>
          ))}
        </div>
      )}
    </div>
  )
}
