import { shortPercent, typedDecimal } from './decimal.ts'
import { EditDecimal } from './number.tsx'
import type { EditProps, FieldScreen, ShowProps } from './screen.ts'

const Show = ({ value }: ShowProps) => <span className="figure">{shortPercent(String(value))}%</span>
const Edit = (props: EditProps) => <EditDecimal {...props} percent suffix={<span aria-hidden>%</span>} />

export const percent: FieldScreen = {
  Show,
  Edit,
  filter: 'range',
  align: 'right',
  bare: true,
  read: (text) => typedDecimal(text, { percent: true }),
}
