import { Modal, Select } from 'antd'
import { useState } from 'react'
import { screenOf } from '../fields/kinds.ts'
import { isWritable, type AnyField } from '../ground/definitions.ts'
import { useLabel, useWords } from '../words/words.ts'
import { FieldRow } from './FieldRow.tsx'

interface Props {
  readonly fields: Readonly<Record<string, AnyField>>
  readonly count: number
  /** The field that is already chosen. */
  readonly start?: string | undefined
  readonly onClose: () => void
  readonly onChange: (name: string, value: unknown) => void
}

/** One field gets one value in every record that was picked. */
export default function BulkChange({ fields, count, start, onClose, onChange }: Props) {
  const t = useWords()
  const label = useLabel()
  const [name, setName] = useState(start)
  const [value, setValue] = useState<unknown>(null)
  const choices = Object.entries(fields).filter(([, field]) => isWritable(field) && !screenOf(field).ofOne)
  return (
    <Modal
      open
      title={t('bulk.change_title', { n: count })}
      onCancel={onClose}
      okText={t('common.save')}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: !name }}
      onOk={() => onChange(name!, value)}
    >
      <Select
        className="full"
        aria-label={t('bulk.which_field')}
        placeholder={t('bulk.which_field')}
        value={name}
        onChange={(next) => {
          setName(next)
          setValue(null)
        }}
        virtual={false}
        showSearch={{ optionFilterProp: 'label' }}
        options={choices.map(([one, field]) => ({ value: one, label: label(field.label, one) }))}
      />
      {name && <FieldRow name={name} field={fields[name]!} value={value} onChange={setValue} />}
    </Modal>
  )
}
