import { Input } from 'antd'
import { useHouse } from '../ground/session.ts'
import { localText, momentOf, showMoment } from '../ground/when.ts'
import { inputProps, type EditProps, type FieldScreen, type ShowProps } from './screen.ts'

const Show = ({ value }: ShowProps) => (
  <time className="nowrap" dateTime={String(value)}>
    {showMoment(String(value), useHouse().zone)}
  </time>
)

function Edit(props: EditProps) {
  const { zone } = useHouse()
  const shown = props.value ? localText(String(props.value), zone) : ''
  return (
    <Input
      {...inputProps(props)}
      type="datetime-local"
      value={shown}
      onChange={(event) => props.onChange(event.target.value ? momentOf(event.target.value, zone) : null)}
    />
  )
}

export const datetime: FieldScreen = { Show, Edit, filter: 'dates', bound: 'moment' }
