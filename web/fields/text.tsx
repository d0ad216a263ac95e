import { Input } from 'antd'
import { inputProps, type EditProps, type FieldScreen, type ShowProps } from './screen.ts'

const Show = ({ value }: ShowProps) => <>{String(value)}</>

const Edit = (props: EditProps) => (
  <Input
    {...inputProps(props)}
    value={(props.value as string | null) ?? ''}
    onChange={(event) => props.onChange(event.target.value || null)}
    autoComplete="off"
  />
)

export const text: FieldScreen = { Show, Edit, filter: 'text' }
export const autoNumber: FieldScreen = {
  Show: ({ value }) => <span className="mono">{String(value)}</span>,
  filter: 'text',
  asks: 'code',
}
