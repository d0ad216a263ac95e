import { useBlocker } from '@tanstack/react-router'
import { useSay } from '../ground/say.tsx'
import { isUnsaved } from '../ground/unsaved.ts'
import { useWords } from '../words/words.ts'

/** Asks whoever leaves a page on which something is not saved; what was typed stays on the device either way. */
export function LeaveGuard() {
  const t = useWords()
  const say = useSay()
  useBlocker({
    enableBeforeUnload: isUnsaved,
    // A list that notes its own state in the address leads nowhere else.
    shouldBlockFn: ({ current, next }) =>
      isUnsaved() &&
      current.pathname !== next.pathname &&
      new Promise<boolean>((stay) =>
        say.ask({
          title: t('leave.title'),
          more: t('leave.more'),
          ok: t('leave.go'),
          cancel: t('leave.stay'),
          onOk: () => stay(false),
          onCancel: () => stay(true),
        }),
      ),
  })
  return null
}
