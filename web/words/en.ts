import { account } from './en/account.ts'
import { bank } from './en/bank.ts'
import { cockpit } from './en/cockpit.ts'
import { drawing } from './en/drawing.ts'
import { event } from './en/event.ts'
import { job } from './en/job.ts'
import { privacy } from './en/privacy.ts'
import { quote } from './en/quote.ts'
import { repair } from './en/repair.ts'
import { frame } from './en/frame.ts'
import { record } from './en/record.ts'
import { studio } from './en/studio.ts'
import type { Word } from './zh.ts'

/** Every word of the screens in English; a missing one does not compile. */
export const en: Readonly<Record<Word, string>> = { ...frame, ...account, ...record, ...event, ...studio, ...quote, ...job, ...bank, ...cockpit, ...repair, ...drawing, ...privacy }
