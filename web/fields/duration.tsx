import { Input, Space } from 'antd'
import { useWords } from '../words/words.ts'
import { hoursAndMinutes, isoDuration } from './spans.ts'
import { inputProps, type EditProps, type FieldScreen, type ShowProps } from './screen.ts'

function Show({ value }: ShowProps) {
  const t = useWords()
  const { hours, minutes } = hoursAndMinutes(String(value))
  return (
    <span className="nowrap">
      {[
        hours ? t('field.hours', { n: hours }) : '',
        minutes || !hours ? t('field.minutes', { n: minutes }) : '',
      ]
        .join(' ')
        .trim()}
    </span>
  )
}

function Edit(props: EditProps) {
  const t = useWords()
  const { hours, minutes } = hoursAndMinutes((props.value as string | null) ?? '')
  const change = (h: number, m: number) => props.onChange(h + m === 0 ? null : isoDuration(h, m))
  const whole = (text: string) => Math.max(0, Math.trunc(Number(text) || 0))
  return (
    <Space.Compact block>
      <Input
        {...inputProps(props)}
        inputMode="numeric"
        suffix={t('field.hour_unit')}
        value={hours || ''}
        onChange={(event) => change(whole(event.target.value), minutes)}
      />
      <Input
        aria-label={t('field.minute_unit')}
        inputMode="numeric"
        suffix={t('field.minute_unit')}
        value={minutes || ''}
        onChange={(event) => change(hours, whole(event.target.value))}
      />
    </Space.Compact>
  )
}

export const duration: FieldScreen = { Show, Edit, bare: true }
