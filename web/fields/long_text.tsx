import { Input } from 'antd'
import { inputProps, type EditProps, type FieldScreen, type ShowProps } from './screen.ts'

const Show = ({ value, compact }: ShowProps) => (
  <span className={compact ? undefined : 'lines-kept'}>{String(value)}</span>
)

export const EditLong = (props: EditProps) => (
  <Input.TextArea
    {...inputProps(props)}
    value={(props.value as string | null) ?? ''}
    onChange={(event) => props.onChange(event.target.value || null)}
    autoSize={{ minRows: 3, maxRows: 14 }}
  />
)

export const longText: FieldScreen = { Show, Edit: EditLong, filter: 'text', wide: true }
