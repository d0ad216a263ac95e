import { Input } from 'antd'
import { inputProps, type EditProps, type FieldScreen, type ShowProps } from './screen.ts'

const Show = ({ value }: ShowProps) => <span className="nowrap">{String(value)}</span>

/** The browser's own date input: the phone's wheel, the keyboard, a screen reader all know it. */
const Edit = (props: EditProps) => (
  <Input
    {...inputProps(props)}
    type="date"
    value={(props.value as string | null) ?? ''}
    onChange={(event) => props.onChange(event.target.value || null)}
  />
)

/** A day with its year first, however its parts are parted. @example readDay('2026/1/5') // '2026-01-05' */
export function readDay(text: string): string {
  const [, year, month, day] =
    /^(\d{4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})\D?$/.exec(text.normalize('NFKC')) ?? []
  return year ? `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}` : text
}

export const date: FieldScreen = { Show, Edit, filter: 'dates', bound: 'day', read: readDay }
