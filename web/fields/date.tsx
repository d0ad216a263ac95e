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

export const date: FieldScreen = { Show, Edit, filter: 'dates', bound: 'day' }
