import { useHouse } from '../shell/session.ts'
import { atLeast, currencySign, grouped } from './decimal.ts'
import { EditDecimal } from './number.tsx'
import type { EditProps, FieldScreen, ShowProps } from './screen.ts'

const useSign = (record: ShowProps['record']) => {
  const { currency } = useHouse()
  return currencySign(typeof record?.currency === 'string' ? record.currency : currency)
}

function Show({ value, record }: ShowProps) {
  const text = grouped(atLeast(String(value), 2))
  const sign = useSign(record)
  return <span className="figure">{text.startsWith('-') ? `-${sign}${text.slice(1)}` : `${sign}${text}`}</span>
}

const Edit = (props: EditProps) => <EditDecimal {...props} prefix={<span aria-hidden>{useSign(props.record)}</span>} />

export const money: FieldScreen = { Show, Edit, filter: 'range', align: 'right' }
