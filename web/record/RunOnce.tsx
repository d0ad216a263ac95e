import { Modal } from 'antd'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { ProblemNote } from '../ground/ProblemNote.tsx'
import { useSay } from '../ground/say.tsx'
import { useWords } from '../words/words.ts'

interface Props {
  readonly title: string
  readonly danger: boolean
  readonly run: () => Promise<void>
  readonly onClose: () => void
}

/** An action without input runs at the click; one that does harm asks first; one that is refused says why. */
export function RunOnce({ title, danger, run, onClose }: Props) {
  const t = useWords()
  const say = useSay()
  const started = useRef(false)
  const [error, setError] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const go = async () => {
    setBusy(true)
    setError(undefined)
    const close = danger
      ? undefined
      : say.tell({ kind: 'busy', title: t('action.running', { name: title }), seconds: 0 })
    try {
      await run()
    } catch (failed) {
      setError(failed)
    } finally {
      close?.()
      setBusy(false)
    }
  }
  const start = useEffectEvent(() => {
    if (danger || started.current) return
    started.current = true
    void go()
  })
  useEffect(() => start(), [])
  if (!danger && !error) return null
  return (
    <Modal
      open
      title={title}
      onCancel={onClose}
      okText={error && !danger ? t('action.again') : title}
      okButtonProps={{ danger }}
      confirmLoading={busy}
      cancelText={t('common.cancel')}
      onOk={() => void go()}
    >
      {error ? <ProblemNote error={error} /> : <p>{t('action.sure', { name: title })}</p>}
    </Modal>
  )
}
