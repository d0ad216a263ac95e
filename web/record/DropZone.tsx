import { UploadOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useRef, useState } from 'react'
import { useWords } from '../words/words.ts'

/** One sheet, dropped or chosen. */
export function DropZone({ onFile }: { readonly onFile: (file: File) => void }) {
  const t = useWords()
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const take = (file: File | undefined) => {
    if (file) onFile(file)
  }
  return (
    <div
      className={over ? 'dropzone over' : 'dropzone'}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        take(event.dataTransfer.files[0])
      }}
    >
      <input
        ref={input}
        type="file"
        accept=".xlsx,.csv,.txt,.tsv"
        className="visually-hidden"
        aria-label={t('import.choose')}
        data-testid="import-file"
        tabIndex={-1}
        onChange={(event) => take(event.target.files?.[0])}
      />
      <UploadOutlined style={{ fontSize: 30 }} aria-hidden />
      <span>{t('import.drop')}</span>
      <Button type="primary" onClick={() => input.current?.click()}>
        {t('import.choose')}
      </Button>
    </div>
  )
}
