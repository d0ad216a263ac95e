import { account } from './zh/account.ts'
import { event } from './zh/event.ts'
import { privacy } from './zh/privacy.ts'
import { frame } from './zh/frame.ts'
import { keep } from './zh/keep.ts'
import { list } from './zh/list.ts'
import { record } from './zh/record.ts'
import { studio } from './zh/studio.ts'

/** Every word of the screens in Chinese. English stands in `en.ts`, key for key. */
export const zh = { ...frame, ...account, ...record, ...keep, ...list, ...event, ...studio, ...privacy }

export type Word = keyof typeof zh
