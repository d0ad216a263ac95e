import { Button, Checkbox, Input, Select } from 'antd'
import { useState, type FormEvent } from 'react'
import { call } from '../ground/api.ts'
import { ProblemNote } from '../ground/ProblemNote.tsx'
import { useScreens } from '../ground/session.ts'
import { useLabel, useWords } from '../words/words.ts'
import { keyVerbs, type KeyVerb } from './access.ts'
import { useProof } from './useProof.tsx'

/** Asks what the key is for, what it may and until when; the least that serves is already chosen. */
export function NewKey({
  onMade,
  onClose,
}: {
  readonly onMade: (key: string) => void
  readonly onClose: () => void
}) {
  const t = useWords()
  const label = useLabel()
  const screens = useScreens()
  const [name, setName] = useState('')
  const [objects, setObjects] = useState<readonly string[]>([])
  const [verbs, setVerbs] = useState<readonly KeyVerb[]>(['read'])
  const [ends, setEnds] = useState('')
  const [error, setError] = useState<unknown>()
  const { attempt, dialog } = useProof(setError)
  const make = (event: FormEvent) => {
    event.preventDefault()
    void attempt(async () =>
      onMade(
        (
          await call<{ key: string }>('POST', '/keys', {
            body: {
              name,
              objects: objects.length > 0 ? objects : null,
              verbs,
              ...(ends ? { ends_at: ends } : {}),
            },
          })
        ).key,
      ),
    )
  }
  const choices = Object.values(screens.objects)
    .filter((object) => !object.access || !('inherit' in object.access))
    .map((object) => ({ value: object.name, label: label(object.label, object.name) }))
  return (
    <form className="record-form" onSubmit={make} data-testid="key-form">
      <ProblemNote error={error} />
      <div className="field-row">
        <label htmlFor="key-name">{t('access.key_name')}</label>
        <Input
          id="key-name"
          maxLength={100}
          placeholder={t('access.key_name_hint')}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </div>
      <div className="field-row">
        <label htmlFor="key-objects">{t('access.objects')}</label>
        <Select
          id="key-objects"
          mode="multiple"
          allowClear
          optionFilterProp="label"
          placeholder={t('access.all_objects')}
          value={[...objects]}
          onChange={setObjects}
          options={choices}
          virtual={false}
        />
      </div>
      <fieldset className="field-row" style={{ border: 0, padding: 0, margin: 0 }}>
        <legend className="label" style={{ fontWeight: 500 }}>
          {t('access.verbs')}
        </legend>
        <Checkbox.Group
          value={[...verbs]}
          onChange={(chosen) => setVerbs(chosen as KeyVerb[])}
          options={keyVerbs.map((verb) => ({ value: verb, label: t(`access.verb_${verb}`) }))}
          style={{ flexWrap: 'wrap', gap: 8 }}
        />
      </fieldset>
      <div className="field-row">
        <label htmlFor="key-ends">{t('access.ends')}</label>
        <Input
          id="key-ends"
          type="date"
          style={{ maxWidth: 200 }}
          value={ends}
          onChange={(event) => setEnds(event.target.value)}
        />
      </div>
      <div className="row">
        <Button
          htmlType="submit"
          type="primary"
          disabled={!name.trim() || verbs.length === 0}
          data-testid="make-key"
        >
          {t('access.make')}
        </Button>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
      </div>
      {dialog}
    </form>
  )
}
