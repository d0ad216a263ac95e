import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Input, InputNumber, Select, Switch } from 'antd'
import { useState } from 'react'
import { call } from '../ground/api.ts'
import { asProblem } from '../ground/problem.ts'
import { ProblemNote } from '../ground/ProblemNote.tsx'
import { useSay } from '../ground/say.tsx'
import { useWords } from '../words/words.ts'

interface Place {
  readonly address: string
  readonly port?: number
  readonly note?: string
}

interface Outgoing {
  readonly places: readonly Place[]
  readonly only_listed: boolean
  readonly hosts: readonly string[]
}

const key = ['settings', 'outgoing']

/**
 * Which places of the company's own network webhooks may call, and whether the rest of the internet is open;
 * each change counts at once.
 */
export function OutgoingScreen() {
  const t = useWords()
  const { data, error } = useQuery({
    queryKey: key,
    queryFn: () => call<Outgoing>('GET', '/settings/outgoing'),
  })
  const saveAll = useSaveOutgoing()
  const save = (places: readonly Place[]) => saveAll({ places })
  const places = data?.places ?? []
  return (
    <div className="page">
      <p className="crumbs">
        <Link to="/studio">{t('nav.studio')}</Link>
      </p>
      <h1>{t('studio.outgoing')}</h1>
      <div className="card">
        <p className="quiet">{t('studio.outgoing_hint')}</p>
        {error && <ProblemNote error={error} />}
        {data && places.length === 0 && <p>{t('studio.outgoing_none')}</p>}
        {places.length > 0 && (
          <PlacesTable
            places={places}
            onRemove={(at) => void save(places.filter((_, other) => other !== at))}
          />
        )}
        <NewPlace onAdd={(place) => save([...places, place])} />
        {data && <OnlyListed outgoing={data} onChange={(part) => void saveAll({ places, ...part })} />}
      </div>
    </div>
  )
}

/** Answers whether it was taken. */
function useSaveOutgoing() {
  const t = useWords()
  const client = useQueryClient()
  const say = useSay()
  return async (outgoing: Partial<Outgoing>): Promise<boolean> => {
    try {
      client.setQueryData(key, await call('PUT', '/settings/outgoing', { body: outgoing }))
      say.done(t('studio.published'))
      return true
    } catch (error) {
      say.failed(asProblem(error).message)
      return false
    }
  }
}

function OnlyListed({
  outgoing,
  onChange,
}: {
  readonly outgoing: Outgoing
  readonly onChange: (part: Partial<Outgoing>) => void
}) {
  const t = useWords()
  return (
    <div className="record-form" style={{ marginTop: 24 }}>
      <div className="field-row">
        <label htmlFor="only-listed">{t('studio.only_listed')}</label>
        <Switch
          id="only-listed"
          checked={outgoing.only_listed}
          onChange={(only_listed) => onChange({ only_listed })}
        />
        <span className="quiet field-help">{t('studio.only_listed_hint')}</span>
      </div>
      <div className="field-row">
        <label htmlFor="hosts">{t('studio.hosts')}</label>
        <Select
          id="hosts"
          mode="tags"
          open={false}
          suffixIcon={null}
          tokenSeparators={[',', '，', ' ']}
          placeholder={t('studio.hosts_hint')}
          value={[...outgoing.hosts]}
          onChange={(hosts: string[]) => onChange({ hosts })}
        />
      </div>
    </div>
  )
}

function PlacesTable({
  places,
  onRemove,
}: {
  readonly places: readonly Place[]
  readonly onRemove: (at: number) => void
}) {
  const t = useWords()
  return (
    <div className="matrix" tabIndex={0} role="region" aria-label={t('studio.outgoing')}>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{t('studio.place_address')}</th>
            <th scope="col">{t('studio.place_port')}</th>
            <th scope="col">{t('studio.place_note')}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {places.map((place, at) => (
            <tr key={`${place.address} ${place.port ?? ''}`}>
              <td>{place.address}</td>
              <td>{place.port ?? t('studio.place_any_port')}</td>
              <td>{place.note}</td>
              <td>
                <Button
                  size="small"
                  danger
                  onClick={() => onRemove(at)}
                  aria-label={t('studio.place_remove', { address: place.address })}
                >
                  {t('common.remove')}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function NewPlace({ onAdd }: { readonly onAdd: (place: Place) => Promise<boolean> }) {
  const t = useWords()
  const [address, setAddress] = useState('')
  const [port, setPort] = useState<number | null>(null)
  const [note, setNote] = useState('')
  const add = async () => {
    if (!(await onAdd({ address: address.trim(), ...(port !== null && { port }), ...(note && { note }) })))
      return
    setAddress('')
    setPort(null)
    setNote('')
  }
  return (
    <form
      className="place-form"
      style={{ display: 'grid', gap: 12, marginTop: 20, maxWidth: 480, justifyItems: 'stretch' }}
      onSubmit={(event) => {
        event.preventDefault()
        void add()
      }}
    >
      <div className="field-row">
        <label htmlFor="place-address">{t('studio.place_address')}</label>
        <Input
          id="place-address"
          value={address}
          onChange={(event) => setAddress(event.target.value)}
          placeholder="192.168.1.20"
          maxLength={60}
        />
      </div>
      <div className="field-row">
        <label htmlFor="place-port">{t('studio.place_port')}</label>
        <InputNumber
          id="place-port"
          value={port}
          onChange={setPort}
          min={1}
          max={65_535}
          placeholder={t('studio.place_any_port')}
          style={{ width: '100%' }}
        />
      </div>
      <div className="field-row">
        <label htmlFor="place-note">{t('studio.place_note')}</label>
        <Input
          id="place-note"
          value={note}
          onChange={(event) => setNote(event.target.value)}
          placeholder="ERP"
          maxLength={200}
        />
      </div>
      <Button type="primary" htmlType="submit" disabled={address.trim() === ''}>
        {t('studio.place_allow')}
      </Button>
    </form>
  )
}
