import { Input } from 'antd'
import { inputProps, type EditProps, type FieldScreen, type ShowProps } from './screen.ts'

const Show = ({ value, compact }: ShowProps) =>
  compact ? (
    <>{String(value)}</>
  ) : (
    <a href={`mailto:${encodeURIComponent(String(value)).replace('%40', '@')}`}>{String(value)}</a>
  )
const Edit = (props: EditProps) => (
  <Input
    {...inputProps(props)}
    type="email"
    inputMode="email"
    autoComplete="off"
    value={(props.value as string | null) ?? ''}
    onChange={(event) => props.onChange(event.target.value || null)}
  />
)

export const email: FieldScreen = { Show, Edit, filter: 'text' }
