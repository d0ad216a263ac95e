import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect } from 'react'

/** The whole screen for a board on the wall; the address says so, so that a television opens it that way. */
export function useWall(): { readonly wall: boolean; readonly toggle: () => void } {
  const navigate = useNavigate()
  const wall = Boolean((useSearch({ strict: false }) as { wall?: unknown }).wall)
  const show = (on: boolean) =>
    void navigate({ to: '/cockpit' as '/', search: (on ? { wall: 1 } : {}) as never, replace: true })
  useEffect(() => {
    if (!wall) return
    const left = () => {
      if (!document.fullscreenElement) show(false)
    }
    const escape = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !document.fullscreenElement) show(false)
    }
    document.addEventListener('fullscreenchange', left)
    addEventListener('keydown', escape)
    return () => {
      document.removeEventListener('fullscreenchange', left)
      removeEventListener('keydown', escape)
    }
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [wall])
  const toggle = () => {
    if (wall && document.fullscreenElement) void document.exitFullscreen()
    // Where the browser refuses, the page still covers all of its window.
    if (!wall) void document.documentElement.requestFullscreen?.().catch(() => undefined)
    show(!wall)
  }
  return { wall, toggle }
}
