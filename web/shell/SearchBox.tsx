import { ArrowLeftOutlined, SearchOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react'
import { useRested } from '../fields/pickRecords.ts'
import { call } from '../ground/api.ts'
import { useScreens } from '../ground/session.ts'
import { useNarrow } from '../ground/useNarrow.ts'
import { useLabel, useLanguage, useWords } from '../words/words.ts'
import { placesFor, type Hit } from './searchHits.ts'

interface Found {
  readonly items: readonly {
    readonly object: string
    readonly id: string
    readonly title: string
    readonly number?: string | null
  }[]
}

/** Search over everything one may see, and the way to every list: `/` or Ctrl+K from anywhere. */
export function SearchBox({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) {
  const t = useWords()
  const list = useId()
  const narrow = useNarrow()
  const navigate = useNavigate()
  const input = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState('')
  const [active, setActive] = useState(0)
  const [focused, setFocused] = useState(false)
  const hits = useHits(typed)
  useSlash(() => input.current?.focus())
  useEffect(() => {
    if (opened) input.current?.focus()
  }, [opened])

  const close = () => {
    setTyped('')
    input.current?.blur()
    onClose()
  }
  const go = (hit: Hit | undefined) => {
    if (hit) {
      close()
      void navigate({ to: hit.to as '/' })
    }
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') {
      event.preventDefault()
      setActive(Math.min(active + 1, hits.length - 1))
    } else if (event.key === 'ArrowUp') {
      event.preventDefault()
      setActive(Math.max(active - 1, 0))
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) go(hits[active])
    else if (event.key === 'Escape') close()
  }
  const shown = (focused || opened) && typed.trim() !== ''
  if (narrow && !opened) return <span className="search-room" />
  return (
    <div className={opened && narrow ? 'search search-whole' : 'search'} role="search">
      {opened && narrow ? (
        <button type="button" className="round" aria-label={t('common.close')} onClick={close}>
          <ArrowLeftOutlined />
        </button>
      ) : (
        <SearchOutlined aria-hidden />
      )}
      <input
        ref={input}
        type="search"
        role="combobox"
        aria-expanded={shown}
        aria-controls={list}
        aria-autocomplete="list"
        aria-label={t('nav.search')}
        aria-activedescendant={shown && hits[active] ? `${list}-${active}` : undefined}
        placeholder={t('nav.search_hint')}
        value={typed}
        data-testid="search"
        autoComplete="off"
        onChange={(event) => {
          setTyped(event.target.value)
          setActive(0)
        }}
        onKeyDown={onKeyDown}
        onFocus={() => setFocused(true)}
        onBlur={() => setFocused(false)}
      />
      {!narrow && !typed && <kbd aria-hidden>/</kbd>}
      <Hits {...{ list, hits, active, shown }} onActive={setActive} onGo={go} />
    </div>
  )
}

interface HitsProps {
  /** Id of the list, by which the input names the active one. */
  readonly list: string
  readonly hits: readonly Hit[]
  readonly active: number
  readonly shown: boolean
  readonly onActive: (at: number) => void
  readonly onGo: (hit: Hit) => void
}

function Hits({ list, hits, active, shown, onActive, onGo }: HitsProps) {
  const t = useWords()
  return (
    <div className="search-hits" id={list} role="listbox" aria-label={t('nav.search')} hidden={!shown}>
      {hits.map((hit, at) => (
        <div
          key={hit.key}
          id={`${list}-${at}`}
          role="option"
          aria-selected={at === active}
          className="search-hit"
          data-hit={hit.key}
          onMouseDown={(event) => event.preventDefault()}
          onMouseEnter={() => onActive(at)}
          onClick={() => onGo(hit)}
        >
          <span>{hit.title}</span>
          <span className="quiet">{hit.hint}</span>
        </div>
      ))}
      {hits.length === 0 && (
        <div className="search-hit quiet" role="option" aria-selected={false} aria-disabled>
          {t('nav.search_nothing')}
        </div>
      )}
    </div>
  )
}

function useHits(typed: string): readonly Hit[] {
  const t = useWords()
  const label = useLabel()
  const language = useLanguage()
  const screens = useScreens()
  const q = useRested(typed.trim())
  const { data } = useQuery({
    queryKey: ['search', q],
    enabled: q !== '',
    queryFn: ({ signal }) => call<Found>('GET', '/search', { query: { q }, signal }),
    staleTime: 10_000,
  })
  const records = (typed.trim() ? (data?.items ?? []) : []).map(({ object, id, title, number }) => ({
    key: `${object} ${id}`,
    title: title || number || id.slice(0, 8),
    hint: [label(screens.objects[object]?.label, object), number && number !== title ? number : '']
      .filter(Boolean)
      .join(' · '),
    to: `/o/${object}/${id}`,
  }))
  return [...placesFor(screens, typed, language, t('common.new')), ...records]
}

/** `/` goes to the search unless somebody is typing; Ctrl+K always does. */
function useSlash(open: () => void): void {
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      const typing =
        event.target instanceof HTMLElement &&
        (event.target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(event.target.tagName))
      const asks =
        (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey) ||
        (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey))
      if (!asks) return
      event.preventDefault()
      open()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  })
}
