import { DeleteOutlined, DownloadOutlined, UploadOutlined } from '@ant-design/icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Select } from 'antd'
import { useRef, useState, type DragEvent } from 'react'
import { sizeText, uploadFile, type StoredFile } from '../fields/uploadFile.ts'
import { call } from '../ground/api.ts'
import { pipelineOf, type ScreenObject } from '../ground/definitions.ts'
import { ProblemNote } from '../ground/ProblemNote.tsx'
import { forget, type FullRecord } from '../ground/records.ts'
import { useSay } from '../ground/say.tsx'
import { useHouse, useScreens } from '../ground/session.ts'
import { showMoment } from '../ground/when.ts'
import { useWords } from '../words/words.ts'
import { zh, type Word } from '../words/zh.ts'
import { purposesOf } from './purposes.ts'

/** Files of a record: dropped or chosen, each with what it is for, because gates ask for that. */
export function FilesPanel({
  object,
  record,
}: {
  readonly object: ScreenObject
  readonly record: FullRecord
}) {
  const t = useWords()
  const client = useQueryClient()
  const input = useRef<HTMLInputElement>(null)
  const [purpose, setPurpose] = useState<string>()
  const [over, setOver] = useState(false)
  const [busy, setBusy] = useState(0)
  const [error, setError] = useState<unknown>()
  const { data, error: listError } = useQuery({
    queryKey: ['files', object.name, record.id],
    queryFn: () =>
      call<{ items: readonly StoredFile[] }>('GET', '/files', {
        query: { object: object.name, record: record.id },
      }),
  })
  const items = data?.items ?? []
  const known = purposesOf(
    pipelineOf(useScreens(), object.name, record.pipeline),
    items.map((file) => file.purpose ?? ''),
  )

  async function add(files: readonly File[]) {
    setError(undefined)
    setBusy(files.length)
    for (const file of files) {
      await uploadFile(file, file.name, { object: object.name, record: record.id, purpose }).catch(setError)
      setBusy((left) => left - 1)
    }
    forget(client, object.name, record.id)
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    void add([...event.dataTransfer.files])
  }
  return (
    <div
      className={over ? 'files over' : 'files'}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      data-testid="files"
    >
      <div className="row files-add">
        <Select
          className="purpose"
          aria-label={t('files.purpose')}
          placeholder={t('files.purpose')}
          allowClear
          value={purpose}
          onChange={setPurpose}
          virtual={false}
          options={known.map((one) => ({ value: one, label: purposeText(one, t), 'data-option': one }))}
          data-testid="purpose"
        />
        <input
          ref={input}
          type="file"
          multiple
          className="visually-hidden"
          aria-label={t('files.choose')}
          data-testid="file-input"
          tabIndex={-1}
          onChange={(event) => {
            void add([...(event.target.files ?? [])])
            event.target.value = ''
          }}
        />
        <Button icon={<UploadOutlined />} loading={busy > 0} onClick={() => input.current?.click()}>
          {t('files.choose')}
        </Button>
        <span className="quiet hint">{t('files.drop')}</span>
      </div>
      <ProblemNote error={error ?? listError} />
      {items.length === 0 && <p className="quiet">{t('files.none')}</p>}
      <ul>
        {items.map((file) => (
          <FileLine key={file.id} file={file} onRemoved={() => forget(client, object.name, record.id)} />
        ))}
      </ul>
    </div>
  )
}

function FileLine({ file, onRemoved }: { readonly file: StoredFile; readonly onRemoved: () => void }) {
  const t = useWords()
  const { zone } = useHouse()
  const say = useSay()
  const remove = () =>
    say.ask({
      title: t('files.delete_sure', { name: file.name }),
      ok: t('common.delete'),
      danger: true,
      onOk: () => call('DELETE', `/files/${file.id}`).then(onRemoved),
    })
  return (
    <li className="file-line" data-file={file.id} data-kind={file.kind}>
      <span className="file-kind" aria-hidden>
        {(file.kind ?? file.name.split('.').at(-1) ?? '').slice(0, 5).toUpperCase()}
      </span>
      <span className="file-name">
        <a href={`/api/files/${file.id}?inline=1`} target="_blank" rel="noopener">
          {file.name}
        </a>
        <span className="quiet">
          {[
            file.purpose ? purposeText(file.purpose, t) : '',
            sizeText(file.size),
            file.created_at ? showMoment(file.created_at, zone) : '',
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </span>
      <a
        className="round"
        href={`/api/files/${file.id}`}
        download
        aria-label={t('files.download', { name: file.name })}
      >
        <DownloadOutlined />
      </a>
      <Button
        type="text"
        danger
        icon={<DeleteOutlined />}
        aria-label={t('files.delete', { name: file.name })}
        onClick={remove}
      />
    </li>
  )
}

const purposeText = (purpose: string, t: ReturnType<typeof useWords>) =>
  `purpose.${purpose}` in zh ? t(`purpose.${purpose}` as Word) : purpose
