import { currencySign, moneyText } from '../../model/moneyText.ts'
import { useHouse } from '../ground/session.ts'
import { typedDecimal } from './decimal.ts'
import { EditDecimal } from './number.tsx'
import type { EditProps, FieldScreen, ShowProps } from './screen.ts'

const useCurrency = (record: ShowProps['record']): string => {
  const { currency } = useHouse()
  return typeof record?.currency === 'string' ? record.currency : currency
}

function Show({ value, record }: ShowProps) {
  return <span className="figure">{moneyText(String(value), useCurrency(record))}</span>
}

const Edit = (props: EditProps) => (
  <EditDecimal {...props} prefix={<span aria-hidden>{currencySign(useCurrency(props.record))}</span>} />
)

export const money: FieldScreen = {
  sums: true,
  worth: true,
  Show,
  Edit,
  filter: 'range',
  align: 'right',
  read: (text) => typedDecimal(text),
}
