import { stepWords } from '../../../web/words/words.ts'
import type { Word as SharedWord } from '../../../web/words/zh.ts'
import { en } from './en.ts'
import { zh } from './zh.ts'

/** The words of this step's screens, and those that all screens share. */
export const { useWords, words } = stepWords(zh, en)
export type Word = SharedWord | keyof typeof zh
