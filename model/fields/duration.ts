import { z } from 'zod'
import { declare, inBoth, type FieldKind } from '../field.ts'

/** A length of time, ISO 8601 days to seconds (`PT1H30M`, `P2D`); stored as whole seconds. */
export const duration = declare<string>('duration')

export const durationKind: FieldKind = {
  name: 'duration',
  label: { zh: '时长', en: 'Duration' },
  column: () => 'bigint',
  feel: 'duration',
  index: 'btree',
  schema: () =>
    z
      .string()
      .regex(shape, inBoth('应为时长，例如 PT1H30M', 'a duration such as PT1H30M is expected'))
      .transform((text) => durationText(durationSeconds(text))),
  write: (value) => durationSeconds(value as string),
  read: (raw) => durationText(Number(raw)),
}

const shape = /^(-)?P(?=.)(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/

/** @example durationSeconds('PT1H30M') // 5400 */
export function durationSeconds(text: string): number {
  const [, sign, days, hours, minutes, seconds] = shape.exec(text) ?? []
  const total =
    Number(days ?? 0) * 86_400 + Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0)
  return sign ? -total : total
}

/** The shortest ISO form: `P1DT2H`, `PT0S`. */
export function durationText(total: number): string {
  const seconds = Math.abs(total)
  const [d, h, m, s] = [
    Math.floor(seconds / 86_400),
    Math.floor(seconds / 3600) % 24,
    Math.floor(seconds / 60) % 60,
    seconds % 60,
  ]
  const time = `${h ? `${h}H` : ''}${m ? `${m}M` : ''}${s ? `${s}S` : ''}`
  const body = `${d ? `${d}D` : ''}${time ? `T${time}` : ''}` || 'T0S'
  return `${total < 0 ? '-' : ''}P${body}`
}
