import { bool } from './bool.tsx'
import { date } from './date.tsx'
import { datetime } from './datetime.tsx'
import { money } from './money.tsx'
import { number } from './number.tsx'
import { percent } from './percent.tsx'
import { text } from './text.tsx'
import type { FieldScreen, ShowProps } from './screen.ts'

const results: Readonly<Record<string, FieldScreen>> = { number, money, percent, text, date, datetime, bool }

/** The kinds that a computed value may result in. */
export const resultKinds = Object.keys(results)

/** A computed value looks like the kind it results in; nobody types it. */
export const resultScreen = (result: unknown): FieldScreen => results[String(result)] ?? text

function Show(props: ShowProps) {
  const { Show: ShowResult } = resultScreen(props.field.result)
  return <ShowResult {...props} />
}

export const formula: FieldScreen = { Show, asks: 'formula' }
export const rollup: FieldScreen = { Show, asks: 'code' }
