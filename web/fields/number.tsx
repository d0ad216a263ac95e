import { Input } from 'antd'
import type { ReactNode } from 'react'
import { grouped } from '../../model/moneyText.ts'
import { typedDecimal } from './decimal.ts'
import { inputProps, type EditProps, type FieldScreen, type ShowProps } from './screen.ts'

const Show = ({ value }: ShowProps) => <span className="figure">{grouped(String(value))}</span>

/** Digits as text, so that nothing is rounded on its way. */
export function EditDecimal({
  prefix,
  suffix,
  percent = false,
  ...props
}: EditProps & { readonly prefix?: ReactNode; readonly suffix?: ReactNode; readonly percent?: boolean }) {
  return (
    <Input
      {...inputProps(props)}
      className="figure-input"
      inputMode="decimal"
      prefix={prefix}
      suffix={suffix}
      autoComplete="off"
      value={(props.value as string | null) ?? ''}
      onChange={(event) => props.onChange(typedDecimal(event.target.value, { percent }))}
    />
  )
}

export const number: FieldScreen = {
  sums: true,
  Show,
  Edit: EditDecimal,
  filter: 'range',
  align: 'right',
  bare: true,
  read: (text) => typedDecimal(text),
}
