import { Input } from 'antd'
import type { Address } from '../../model/fields/address.ts'
import { useWords } from '../words/words.ts'
import { inputProps, type EditProps, type FieldScreen, type ShowProps } from './screen.ts'

const parts = ['province', 'city', 'county', 'detail'] as const

const Show = ({ value }: ShowProps) => (
  <>
    {parts
      .map((part) => (value as Address)[part])
      .filter(Boolean)
      .join(' ')}
  </>
)

function Edit(props: EditProps) {
  const t = useWords()
  const value = (props.value as Address | null) ?? {}
  const change = (part: (typeof parts)[number], text: string) => {
    const next = Object.fromEntries(Object.entries({ ...value, [part]: text }).filter(([, one]) => one))
    props.onChange(Object.keys(next).length > 0 ? next : null)
  }
  return (
    <div className="address" role="group">
      {parts.map((part, at) => (
        <Input
          key={part}
          {...(at === 0 ? inputProps(props) : {})}
          data-input={`${props.name}.${part}`}
          aria-label={t(`address.${part}`)}
          placeholder={t(`address.${part}`)}
          value={value[part] ?? ''}
          onChange={(event) => change(part, event.target.value)}
        />
      ))}
    </div>
  )
}

export const address: FieldScreen = { Show, Edit, wide: true }
