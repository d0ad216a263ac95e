import { Button, Checkbox, Input } from 'antd'
import { useState, type FormEvent } from 'react'
import { ProblemNote } from '../ground/ProblemNote.tsx'
import { useWords } from '../words/words.ts'
import type { PrivacyRules } from './privacy.ts'
import { useSaveRules } from './useSaveRules.ts'

/**
 * The words that people read before they give data; a changed text is a new version, which their consent
 * names.
 */
export function NoticeForm({ rules }: { readonly rules: PrivacyRules }) {
  const t = useWords()
  const { save, error } = useSaveRules()
  const [text, setText] = useState(rules.notice.text)
  const [link, setLink] = useState(rules.notice.link ?? '')
  const [required, setRequired] = useState(rules.consent_required)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void save({ notice: { text, link: link.trim() || null }, consent_required: required })
  }
  return (
    <form className="card record-form" onSubmit={submit} data-testid="notice-form">
      <h2>
        {t('privacy.notice')}{' '}
        <span className="quiet">{t('privacy.version', { n: rules.notice.version })}</span>
      </h2>
      <p className="quiet">{t('privacy.notice_hint')}</p>
      {(['zh', 'en'] as const).map((language) => (
        <div className="field-row" key={language}>
          <label htmlFor={`notice-${language}`}>{t(`privacy.text_${language}`)}</label>
          <Input.TextArea
            id={`notice-${language}`}
            autoSize={{ minRows: 4 }}
            maxLength={8000}
            required
            value={text[language]}
            onChange={(event) => setText({ ...text, [language]: event.target.value })}
          />
        </div>
      ))}
      <div className="field-row">
        <label htmlFor="notice-link">{t('privacy.link')}</label>
        <Input
          id="notice-link"
          type="url"
          maxLength={500}
          placeholder="https://"
          value={link}
          onChange={(event) => setLink(event.target.value)}
        />
      </div>
      <Checkbox checked={required} onChange={(event) => setRequired(event.target.checked)}>
        {t('privacy.consent_required')}
      </Checkbox>
      <ProblemNote error={error} />
      <div>
        <Button type="primary" htmlType="submit">
          {t('common.save')}
        </Button>
      </div>
    </form>
  )
}
