import { CloseOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useRef, useState, type FormEvent } from 'react'
import { call } from '../../../web/ground/api.ts'
import { NoticeText } from '../../../web/ground/NoticeText.tsx'
import { noticeQuery } from '../../../web/ground/notice.ts'
import { asProblem } from '../../../web/ground/problem.ts'
import { ProblemNote } from '../../../web/ground/ProblemNote.tsx'
import { shrinkPhoto } from './shrinkPhoto.ts'
import { useWords } from './words.ts'

const photosMax = 3
const fields = [
  { name: 'description', word: 'repair.what', max: 2000 },
  { name: 'contact', word: 'repair.contact', max: 80 },
  { name: 'phone', word: 'repair.phone', max: 40 },
] as const
type Name = (typeof fields)[number]['name']

/** Three answers and a photo. Nothing that was typed is lost when the network is. */
export function RepairForm({
  token,
  onSent,
}: {
  readonly token: string
  readonly onSent: (ticket: string) => void
}) {
  const t = useWords()
  const input = useRef<HTMLInputElement>(null)
  const [values, setValues] = useState<Readonly<Record<Name, string>>>({
    description: '',
    contact: '',
    phone: '',
  })
  const [photos, setPhotos] = useState<readonly { readonly name: string; readonly content: string }[]>([])
  const [faults, setFaults] = useState<Partial<Record<Name, string>>>({})
  const [error, setError] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const [agreed, setAgreed] = useState(false)
  const { data: privacy } = useQuery(noticeQuery)
  const put = (name: Name, value: string) => {
    setValues({ ...values, [name]: value })
    setFaults({ ...faults, [name]: undefined })
  }

  async function addPhotos(files: readonly File[]) {
    setError(undefined)
    try {
      const small = await Promise.all(files.slice(0, photosMax - photos.length).map(shrinkPhoto))
      setPhotos([...photos, ...small])
    } catch {
      setError(new Error(t('repair.bad_photo')))
    }
  }
  async function send(event: FormEvent) {
    event.preventDefault()
    const empty = fields.filter(({ name }) => !values[name].trim())
    if (empty.length > 0) {
      setFaults(
        Object.fromEntries(empty.map(({ name, word }) => [name, t('repair.required', { name: t(word) })])),
      )
      return document.getElementById(`repair-${empty[0]!.name}`)?.focus()
    }
    if (privacy?.consent_required && !agreed) {
      setError(new Error(t('privacy.must_agree')))
      return document.getElementById('repair-agree')?.focus()
    }
    setBusy(true)
    setError(undefined)
    try {
      const { ticket } = await call<{ ticket: string }>(
        'POST',
        `/public/repair/${encodeURIComponent(token)}`,
        {
          body: {
            ...values,
            ...(photos.length > 0 ? { photos } : {}),
            ...(agreed ? { consent: privacy?.notice.version } : {}),
          },
        },
      )
      onSent(ticket)
    } catch (failed) {
      const problem = asProblem(failed)
      if (fields.some(({ name }) => name === problem.field))
        setFaults({ [problem.field as Name]: problem.message })
      else setError(problem)
    } finally {
      setBusy(false)
    }
  }
  return (
    <form className="card repair-form" noValidate onSubmit={(event) => void send(event)}>
      {fields.map(({ name, word, max }) => (
        <div key={name} className="field-row" data-field={name}>
          <label htmlFor={`repair-${name}`}>
            {t(word)}
            <span className="must" aria-hidden>
              {' '}
              *
            </span>
          </label>
          {name === 'description' ? (
            <textarea
              id={`repair-${name}`}
              rows={4}
              maxLength={max}
              required
              placeholder={t('repair.what_hint')}
              value={values[name]}
              aria-invalid={Boolean(faults[name])}
              aria-describedby={faults[name] ? `fault-${name}` : undefined}
              onChange={(event) => put(name, event.target.value)}
            />
          ) : (
            <input
              id={`repair-${name}`}
              type={name === 'phone' ? 'tel' : 'text'}
              autoComplete={name === 'phone' ? 'tel' : 'name'}
              maxLength={max}
              required
              value={values[name]}
              aria-invalid={Boolean(faults[name])}
              aria-describedby={faults[name] ? `fault-${name}` : undefined}
              onChange={(event) => put(name, event.target.value)}
            />
          )}
          {faults[name] && (
            <span className="field-error" role="alert" id={`fault-${name}`}>
              {faults[name]}
            </span>
          )}
        </div>
      ))}
      <div className="field-row">
        <span className="label" id="repair-photos">
          {t('repair.photos')}
        </span>
        <div className="pictures">
          {photos.map((photo, at) => (
            <span key={photo.content.slice(-40)} className="repair-photo">
              <img src={photo.content} alt={photo.name} />
              <button
                type="button"
                aria-label={t('repair.remove_photo', { n: at + 1 })}
                onClick={() => setPhotos(photos.filter((_, index) => index !== at))}
              >
                <CloseOutlined />
              </button>
            </span>
          ))}
        </div>
        <input
          ref={input}
          type="file"
          accept="image/*"
          multiple
          className="visually-hidden"
          tabIndex={-1}
          aria-label={t('repair.add_photo')}
          data-testid="photo"
          onChange={(event) => {
            void addPhotos([...(event.target.files ?? [])])
            event.target.value = ''
          }}
        />
        {photos.length < photosMax && (
          <Button size="large" onClick={() => input.current?.click()}>
            {t('repair.add_photo')}
          </Button>
        )}
      </div>
      <NoticeText />
      <label className="repair-agree" htmlFor="repair-agree">
        <input
          id="repair-agree"
          type="checkbox"
          checked={agreed}
          onChange={(event) => setAgreed(event.target.checked)}
        />
        <span>
          {t('privacy.agree')}
          {privacy?.consent_required && (
            <span className="must" aria-hidden>
              {' '}
              *
            </span>
          )}
        </span>
      </label>
      <ProblemNote error={error} />
      <Button htmlType="submit" type="primary" size="large" block loading={busy} data-testid="send">
        {t(busy ? 'repair.sending' : 'repair.send')}
      </Button>
    </form>
  )
}
