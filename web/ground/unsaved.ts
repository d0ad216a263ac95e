const open = new Set<symbol>()

/**
 * Notes that something typed is not saved yet; whoever leads away from the page asks before. Answers how to
 * take the note back.
 */
export function noteUnsaved(): () => void {
  const one = Symbol('unsaved')
  open.add(one)
  return () => void open.delete(one)
}

/** Whoever signs out has been asked. */
export const forgetUnsaved = (): void => open.clear()

export const isUnsaved = (): boolean => open.size > 0
