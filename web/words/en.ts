import { account } from './en/account.ts'
import { event } from './en/event.ts'
import { privacy } from './en/privacy.ts'
import { frame } from './en/frame.ts'
import { keep } from './en/keep.ts'
import { list } from './en/list.ts'
import { record } from './en/record.ts'
import { studio } from './en/studio.ts'
import type { Word } from './zh.ts'

/** Every word of the screens in English; a missing one does not compile. */
export const en: Readonly<Record<Word, string>> = {
  ...frame,
  ...account,
  ...record,
  ...keep,
  ...list,
  ...event,
  ...studio,
  ...privacy,
}
