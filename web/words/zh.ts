import { account } from './zh/account.ts'
import { bank } from './zh/bank.ts'
import { cockpit } from './zh/cockpit.ts'
import { drawing } from './zh/drawing.ts'
import { event } from './zh/event.ts'
import { job } from './zh/job.ts'
import { privacy } from './zh/privacy.ts'
import { quote } from './zh/quote.ts'
import { repair } from './zh/repair.ts'
import { frame } from './zh/frame.ts'
import { record } from './zh/record.ts'
import { studio } from './zh/studio.ts'

/** Every word of the screens in Chinese. English stands in `en.ts`, key for key. */
export const zh = { ...frame, ...account, ...record, ...event, ...studio, ...quote, ...job, ...bank, ...cockpit, ...repair, ...drawing, ...privacy }

export type Word = keyof typeof zh
