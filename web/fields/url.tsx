import { Input } from 'antd'
import { inputProps, type EditProps, type FieldScreen, type ShowProps } from './screen.ts'

const isWeb = (text: string) => /^https?:\/\//i.test(text)
const Show = ({ value, compact }: ShowProps) =>
  compact || !isWeb(String(value)) ? (
    <>{String(value)}</>
  ) : (
    <a href={String(value)} target="_blank" rel="noopener noreferrer">
      {String(value)}
    </a>
  )
const Edit = (props: EditProps) => (
  <Input
    {...inputProps(props)}
    type="url"
    inputMode="url"
    placeholder="https://"
    autoComplete="off"
    value={(props.value as string | null) ?? ''}
    onChange={(event) => props.onChange(event.target.value || null)}
  />
)

export const url: FieldScreen = { Show, Edit, filter: 'text' }
