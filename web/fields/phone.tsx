import { Input } from 'antd'
import { inputProps, type EditProps, type FieldScreen, type ShowProps } from './screen.ts'

const Show = ({ value, compact }: ShowProps) =>
  compact ? (
    <span className="nowrap">{String(value)}</span>
  ) : (
    <a className="nowrap" href={`tel:${String(value).replace(/[^\d+]/g, '')}`}>
      {String(value)}
    </a>
  )
const Edit = (props: EditProps) => (
  <Input
    {...inputProps(props)}
    type="tel"
    inputMode="tel"
    autoComplete="off"
    value={(props.value as string | null) ?? ''}
    onChange={(event) => props.onChange(event.target.value || null)}
  />
)

export const phone: FieldScreen = { Show, Edit, filter: 'text' }
