import { Input, Modal } from 'antd'
import { useState, type ReactNode } from 'react'
import { call } from '../ground/api.ts'
import { asProblem } from '../ground/problem.ts'
import { ProblemNote } from '../ground/ProblemNote.tsx'
import { useWords } from '../words/words.ts'
import { withPasskey } from './passkeys.ts'

interface Asked {
  readonly run: () => Promise<unknown>
  readonly wantsCode: boolean
}

/**
 * What changes how one signs in asks for the password again. `attempt` runs it; where the server wants to be
 * shown first, the dialog asks and then runs it once more. Other refusals are the caller's to show.
 */
export function useProof(onRefused: (error: unknown) => void): {
  readonly attempt: (run: () => Promise<unknown>) => Promise<void>
  readonly dialog: ReactNode
} {
  const [asked, setAsked] = useState<Asked>()
  const attempt = async (run: () => Promise<unknown>) => {
    onRefused(undefined)
    try {
      await run()
    } catch (error) {
      const { code, data } = asProblem(error)
      if (code === 'proof_required') setAsked({ run, wantsCode: Boolean(data.totp) })
      else onRefused(error)
    }
  }
  return {
    attempt,
    dialog: asked && (
      <ProofDialog
        asked={asked}
        onClose={() => setAsked(undefined)}
        onShown={() => {
          setAsked(undefined)
          void attempt(asked.run)
        }}
      />
    ),
  }
}

function ProofDialog({
  asked,
  onClose,
  onShown,
}: {
  readonly asked: Asked
  readonly onClose: () => void
  readonly onShown: () => void
}) {
  const t = useWords()
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [error, setError] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const show = async () => {
    setBusy(true)
    setError(undefined)
    await withPasskey((passkey) =>
      call('POST', '/session/prove', { body: { password, ...(code ? { code } : {}), ...passkey } }),
    ).then(onShown, setError)
    setBusy(false)
  }
  return (
    <Modal
      open
      title={t('proof.title')}
      onCancel={onClose}
      onOk={() => void show()}
      okText={t('proof.ok')}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: !password, 'data-testid': 'proof-ok' } as never}
      confirmLoading={busy}
      width={420}
    >
      <form
        className="record-form"
        onSubmit={(event) => {
          event.preventDefault()
          void show()
        }}
      >
        <p className="quiet">{t('proof.hint')}</p>
        <ProblemNote error={error} />
        <div className="field-row">
          <label htmlFor="proof-password">{t('sign_in.password')}</label>
          <Input.Password
            id="proof-password"
            autoFocus
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        </div>
        {asked.wantsCode && (
          <div className="field-row">
            <label htmlFor="proof-code">{t('sign_in.code')}</label>
            <Input
              id="proof-code"
              inputMode="numeric"
              autoComplete="one-time-code"
              value={code}
              onChange={(event) => setCode(event.target.value)}
            />
          </div>
        )}
        <button type="submit" hidden />
      </form>
    </Modal>
  )
}
