import { CloseOutlined, UploadOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useRef, useState } from 'react'
import { ProblemNote } from '../ground/ProblemNote.tsx'
import { useWords } from '../words/words.ts'
import type { EditProps } from './screen.ts'
import { uploadFile } from './uploadFile.ts'

export interface PickerProps extends EditProps {
  /** Kinds of files that are offered. */
  readonly accept?: string
}

/** Uploads at once and keeps the ids; the record gets them when it is saved. */
export default function FilePicker({
  id,
  name,
  value,
  onChange,
  field,
  describedBy,
  invalid,
  accept,
}: PickerProps) {
  const t = useWords()
  const input = useRef<HTMLInputElement>(null)
  const [names, setNames] = useState<Record<string, string>>({})
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const ids = (value as string[] | null) ?? []

  async function add(files: readonly File[]) {
    setBusy(true)
    setError(undefined)
    try {
      const stored = []
      for (const file of files) stored.push(await uploadFile(file, file.name))
      setNames({ ...names, ...Object.fromEntries(stored.map((one) => [one.id, one.name])) })
      onChange([...ids, ...stored.map((one) => one.id)])
    } catch (failed) {
      setError(failed)
    } finally {
      setBusy(false)
    }
  }

  return (
    <div className="file-picker">
      <input
        ref={input}
        id={id}
        name={name}
        data-input={name}
        type="file"
        multiple={field.max !== 1}
        accept={accept}
        className="visually-hidden"
        aria-describedby={describedBy}
        aria-invalid={invalid || undefined}
        onChange={(event) => {
          void add([...(event.target.files ?? [])])
          event.target.value = ''
        }}
      />
      <Button icon={<UploadOutlined />} loading={busy} onClick={() => input.current?.click()}>
        {t('files.choose')}
      </Button>
      <span className="chips">
        {ids.map((one, at) => (
          <span className="chip" key={one}>
            {names[one] ?? t('field.file_n', { n: at + 1 })}
            <button
              type="button"
              className="chip-close"
              aria-label={t('common.remove')}
              onClick={() => onChange(ids.filter((other) => other !== one))}
            >
              <CloseOutlined />
            </button>
          </span>
        ))}
      </span>
      <ProblemNote error={error} />
    </div>
  )
}
