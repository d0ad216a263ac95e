import { useQueryClient } from '@tanstack/react-query'
import { Checkbox, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import type { Field } from '../../model/field.ts'
import type { Label } from '../../model/refuse.ts'
import { resultKinds } from '../fields/formula.tsx'
import { fieldScreens } from '../fields/kinds.ts'
import type { AnyField, ScreenObject } from '../ground/definitions.ts'
import { ProblemNote } from '../ground/ProblemNote.tsx'
import { useSay } from '../ground/say.tsx'
import { useScreens } from '../ground/session.ts'
import { useLabel, useWords } from '../words/words.ts'
import { choicesText, readChoices } from './choiceText.ts'
import { apiName, publish } from './define.ts'

const switches = ['required', 'unique', 'index', 'search'] as const

interface Props {
  readonly object: ScreenObject
  readonly name: string | undefined
  readonly onClose: () => void
}

/**
 * Makes a field or changes how one is called and what it asks; publishing adds the column while everybody
 * works on.
 */
export function FieldDialog({ object, name, onClose }: Props) {
  const t = useWords()
  const label = useLabel()
  const client = useQueryClient()
  const screens = useScreens()
  const say = useSay()
  const before = name ? (object.fields[name] as AnyField) : undefined
  const [zh, setZh] = useState(before?.label?.zh ?? '')
  const [en, setEn] = useState(before?.label?.en ?? '')
  const [api, setApi] = useState(name ?? '')
  const [type, setType] = useState(before?.type ?? 'text')
  const [on, setOn] = useState<readonly string[]>(switches.filter((one) => before?.[one]))
  const [choices, setChoices] = useState(choicesText(before?.choices as Record<string, Label> | undefined))
  const [to, setTo] = useState((before?.to as string | undefined) ?? undefined)
  const [result, setResult] = useState((before?.result as string | undefined) ?? 'number')
  const [expression, setExpression] = useState((before?.expression as string | undefined) ?? '')
  const [error, setError] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const { asks, to: only } = fieldScreens[type] ?? {}
  const apiGiven = api || apiName(en) || apiName(zh)

  async function save() {
    setBusy(true)
    setError(undefined)
    const field = {
      type,
      label: { zh: zh.trim(), ...(en.trim() ? { en: en.trim() } : {}) },
      ...Object.fromEntries(
        switches.filter((one) => on.includes(one) || before?.[one]).map((one) => [one, on.includes(one)]),
      ),
      ...(asks === 'choices' ? { choices: readChoices(choices) } : {}),
      ...(asks === 'object' ? { to } : only ? { to: only } : {}),
      ...(asks === 'formula' ? { result, expression } : {}),
    } as Field
    try {
      await publish('object', object.name, { fields: { [apiGiven]: field } })
      await client.invalidateQueries({ queryKey: ['definitions'] })
      void client.invalidateQueries({ queryKey: ['records', object.name] })
      say.done(t('studio.published'))
      onClose()
    } catch (failed) {
      setError(failed)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal
      open
      title={t(name ? 'studio.change_field' : 'studio.add_field')}
      onCancel={onClose}
      onOk={() => void save()}
      okText={t('studio.publish')}
      cancelText={t('common.cancel')}
      confirmLoading={busy}
      okButtonProps={
        { disabled: !zh.trim() || !/^[a-z][a-z0-9_]*$/.test(apiGiven), 'data-testid': 'publish' } as never
      }
      mask={{ closable: false }}
    >
      <div className="record-form" data-testid="field-dialog">
        <ProblemNote error={error} />
        <div className="field-row">
          <label htmlFor="field-zh">{t('studio.label_zh')}</label>
          <Input
            id="field-zh"
            name="zh"
            value={zh}
            onChange={(event) => setZh(event.target.value)}
            autoFocus
          />
        </div>
        <div className="field-row">
          <label htmlFor="field-en">{t('studio.label_en')}</label>
          <Input id="field-en" name="en" value={en} onChange={(event) => setEn(event.target.value)} />
        </div>
        <div className="field-row">
          <label htmlFor="field-api">{t('studio.name')}</label>
          <Input
            id="field-api"
            name="api"
            className="mono"
            disabled={Boolean(name)}
            placeholder={apiGiven || 'x_'}
            value={api}
            onChange={(event) => setApi(event.target.value.trim().toLowerCase())}
            onBlur={() => {
              if (api && !name && !api.startsWith('x_')) setApi(`x_${api}`)
            }}
          />
          <span className="quiet field-help">{t('studio.name_hint')}</span>
        </div>
        <div className="field-row">
          <label htmlFor="field-kind">{t('studio.kind')}</label>
          <Select
            id="field-kind"
            data-testid="kind"
            disabled={Boolean(name)}
            value={type}
            onChange={setType}
            virtual={false}
            showSearch={{ optionFilterProp: 'label' }}
            options={Object.entries(screens.field_kinds)
              .filter(([kind]) => fieldScreens[kind]?.asks !== 'code' || kind === type)
              .map(([value, kind]) => ({ value, label: label(kind.label, value), 'data-option': value }))}
          />
        </div>
        {asks === 'choices' && (
          <div className="field-row">
            <label htmlFor="field-choices">{t('studio.choices')}</label>
            <Input.TextArea
              id="field-choices"
              name="choices"
              autoSize={{ minRows: 3 }}
              value={choices}
              onChange={(event) => setChoices(event.target.value)}
            />
            <span className="quiet field-help">{t('studio.choices_hint')}</span>
          </div>
        )}
        {asks === 'object' && (
          <div className="field-row">
            <label htmlFor="field-to">{t('studio.to')}</label>
            <Select
              id="field-to"
              value={to}
              onChange={setTo}
              virtual={false}
              options={Object.values(screens.objects).map((one) => ({
                value: one.name,
                label: label(one.label, one.name),
              }))}
            />
          </div>
        )}
        {asks === 'formula' && (
          <>
            <div className="field-row">
              <label htmlFor="field-result">{t('studio.result')}</label>
              <Select
                id="field-result"
                value={result}
                onChange={setResult}
                virtual={false}
                options={resultKinds.map((value) => ({
                  value,
                  label: label(screens.field_kinds[value]?.label, value),
                }))}
              />
            </div>
            <div className="field-row">
              <label htmlFor="field-expression">{t('studio.expression')}</label>
              <Input.TextArea
                id="field-expression"
                className="mono"
                autoSize={{ minRows: 2 }}
                value={expression}
                onChange={(event) => setExpression(event.target.value)}
              />
            </div>
          </>
        )}
        <Checkbox.Group
          value={[...on]}
          onChange={(values) => setOn(values as string[])}
          options={switches.map((value) => ({ value, label: t(`studio.${value}`) }))}
        />
      </div>
    </Modal>
  )
}
