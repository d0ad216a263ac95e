import { frame } from './zh/frame.ts'
import { record } from './zh/record.ts'
import { studio } from './zh/studio.ts'

/** Every word of the screens in Chinese. English stands in `en.ts`, key for key. */
export const zh = { ...frame, ...record, ...studio }

export type Word = keyof typeof zh
