import { Modal } from 'antd'
import { useState } from 'react'
import { useWords } from '../words/words.ts'
import { ProblemNote } from './ProblemNote.tsx'
import type { Question } from './say.tsx'

/** A question that must be answered; what goes wrong on "yes" is said where it was asked. */
export default function Ask({
  question,
  onClose,
}: {
  readonly question: Question
  readonly onClose: () => void
}) {
  const t = useWords()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const { title, more, ok, danger, only, onOk, cancel, onCancel } = question
  const yes = async () => {
    setBusy(true)
    try {
      await onOk?.()
      onClose()
    } catch (failed) {
      setError(failed)
    } finally {
      setBusy(false)
    }
  }
  const no = () => {
    onCancel?.()
    onClose()
  }
  return (
    <Modal
      open
      title={title}
      onCancel={no}
      onOk={() => void yes()}
      okText={ok ?? t('common.ok')}
      cancelText={cancel ?? t('common.cancel')}
      okButtonProps={{ danger, 'data-testid': 'ask-ok' } as never}
      cancelButtonProps={only ? { style: { display: 'none' } } : undefined}
      confirmLoading={busy}
      width={440}
    >
      {more}
      <ProblemNote error={error} />
    </Modal>
  )
}
