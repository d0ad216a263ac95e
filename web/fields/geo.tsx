import { AimOutlined } from '@ant-design/icons'
import { Button, Input, Space } from 'antd'
import { useState } from 'react'
import type { Geo } from '../../model/fields/geo.ts'
import { useWords } from '../words/words.ts'
import { inputProps, type EditProps, type FieldScreen, type ShowProps } from './screen.ts'

const text = ({ latitude, longitude }: Geo) => `${latitude.toFixed(6)}, ${longitude.toFixed(6)}`

const Show = ({ value }: ShowProps) => <span className="mono">{text(value as Geo)}</span>

/** Where the device is, or a pair of degrees typed by hand. */
function Edit(props: EditProps) {
  const t = useWords()
  const [typed, setTyped] = useState(() => (props.value ? text(props.value as Geo) : ''))
  const [failed, setFailed] = useState(false)
  const change = (words: string) => {
    setTyped(words)
    const [latitude, longitude] = words.split(/[,，\s]+/).map(Number)
    props.onChange(
      Number.isFinite(latitude) && Number.isFinite(longitude) && words.trim()
        ? { latitude, longitude }
        : null,
    )
  }
  const locate = () =>
    navigator.geolocation?.getCurrentPosition(
      ({ coords }) => {
        const here = {
          latitude: coords.latitude,
          longitude: coords.longitude,
          accuracy_m: Math.round(coords.accuracy),
        }
        setFailed(false)
        setTyped(text(here))
        props.onChange(here)
      },
      () => setFailed(true),
      { enableHighAccuracy: true, timeout: 15_000 },
    )
  return (
    <>
      <Space.Compact block>
        <Input
          {...inputProps(props)}
          placeholder="31.230400, 121.473700"
          value={typed}
          onChange={(event) => change(event.target.value)}
        />
        <Button icon={<AimOutlined />} onClick={locate}>
          {t('field.here')}
        </Button>
      </Space.Compact>
      {failed && (
        <span className="field-error" role="alert">
          {t('field.no_location')}
        </span>
      )}
    </>
  )
}

export const geo: FieldScreen = { Show, Edit }
