import { useEffect, useEffectEvent, useRef, useState } from 'react'

const spare = 12

interface Wish {
  readonly count: number
  readonly rowPx: number
  /** Called when the last rows come into sight. */
  readonly nearEnd: (() => void) | undefined
}

/** Which rows of a long table are in sight. Short tables are drawn whole. */
export function useWindow({ count, rowPx, nearEnd }: Wish) {
  const box = useRef<HTMLDivElement>(null)
  const reachEnd = useEffectEvent(() => nearEnd?.())
  const [view, setView] = useState({ top: 0, height: 900 })
  useEffect(() => {
    const element = box.current
    if (!element) return
    const look = () => {
      setView({ top: Math.floor(element.scrollTop / rowPx) * rowPx, height: element.clientHeight })
      if (
        element.scrollTop > 0 &&
        element.scrollHeight - element.scrollTop - element.clientHeight < 20 * rowPx
      )
        reachEnd()
    }
    look()
    element.addEventListener('scroll', look, { passive: true })
    const resized = new ResizeObserver(look)
    resized.observe(element)
    return () => {
      element.removeEventListener('scroll', look)
      resized.disconnect()
    }
  }, [rowPx])
  if (count <= 100) return { box, first: 0, last: count }
  return {
    box,
    first: Math.max(0, Math.floor(view.top / rowPx) - spare),
    last: Math.min(count, Math.ceil((view.top + view.height) / rowPx) + spare),
  }
}
