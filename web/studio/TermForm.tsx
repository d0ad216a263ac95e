import { useQueryClient } from '@tanstack/react-query'
import { Button, Input, type InputRef } from 'antd'
import { useRef, useState, type FormEvent, type ReactNode } from 'react'
import { call } from '../ground/api.ts'
import { asProblem, type Problem } from '../ground/problem.ts'
import { ProblemNote } from '../ground/ProblemNote.tsx'
import { useSay } from '../ground/say.tsx'
import { useLabel, useWords } from '../words/words.ts'
import { termsKey, type Term } from './terms.ts'

/** One term for whoever may change it. Where somebody else was faster, both values are to choose from. */
export function TermForm({ term, about }: { readonly term: Term; readonly about: ReactNode }) {
  const t = useWords()
  const label = useLabel()
  const { typed, type, save, refused, input } = useDraft(term)
  const idOf = (part: string) => `${term.name}-${part}`
  const faster = refused?.theirs !== undefined
  const changed = typed !== term.value
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void save(typed)
  }
  return (
    <>
      <form className="term-row" onSubmit={submit}>
        {about}
        <div className="term-value">
          <Input
            ref={input}
            id={term.name}
            value={typed}
            inputMode="decimal"
            status={refused ? 'error' : undefined}
            suffix={<span id={idOf('unit')}>{label(term.unit_label)}</span>}
            aria-invalid={Boolean(refused)}
            onChange={(event) => type(event.target.value)}
            aria-describedby={['unit', 'help', ...(refused ? ['problem'] : [])].map(idOf).join(' ')}
          />
          {changed && !faster && (
            <Button htmlType="submit" type="primary">
              {t('common.save')}
            </Button>
          )}
          {!changed && !faster && term.value !== term.shipped && (
            <Button onClick={() => void save(null)}>{t('terms.reset', { value: term.shipped })}</Button>
          )}
        </div>
      </form>
      <div id={idOf('problem')}>
        <ProblemNote error={refused?.problem} />
        {refused && faster && <Both term={term} refused={refused} save={save} take={() => type(undefined)} />}
      </div>
    </>
  )
}

interface Choice {
  readonly term: Term
  readonly refused: Refused
  readonly save: (value: string | null) => Promise<void>
  readonly take: () => void
}

/** What holds now beside what one wanted: one of them is taken. */
function Both({ term, refused: { mine, theirs }, save, take }: Choice) {
  const t = useWords()
  const unit = useLabel()(term.unit_label)
  return (
    <p className="term-both" data-testid="term-changed">
      <Button onClick={() => void save(mine)}>
        {t('terms.save_mine', { value: mine ?? term.shipped, unit })}
      </Button>
      <Button onClick={take}>{t('terms.take_theirs', { value: theirs ?? term.value, unit })}</Button>
    </p>
  )
}

interface Refused {
  readonly problem: Problem
  /** What one wanted to save; null is the shipped value. */
  readonly mine: string | null
  /** What somebody else made of it meanwhile. */
  readonly theirs?: string
}

interface Draft {
  readonly typed: string
  /** The value that one saw when one began to type. */
  readonly was: string
}

/** What is typed into a term until it is saved; after that, too, the cursor stands where it was typed. */
function useDraft(term: Term) {
  // Nothing while the term is shown as it stands.
  const [draft, setDraft] = useState<Draft>()
  const [refused, setRefused] = useState<Refused>()
  const input = useRef<InputRef>(null)
  const saveTerm = useSaveTerm(term)
  const type = (typed: string | undefined): void => {
    setDraft(typed === undefined ? undefined : { typed, was: draft?.was ?? term.value })
    setRefused(undefined)
  }
  const save = async (value: string | null): Promise<void> => {
    try {
      await saveTerm(value, refused?.theirs ?? draft?.was ?? term.value)
      type(undefined)
    } catch (error) {
      const problem = asProblem(error)
      const theirs = problem.code === 'term_changed' ? String(problem.data.value) : undefined
      setRefused({ problem, mine: value, ...(theirs !== undefined && { theirs }) })
      // Whoever types on has seen what the other made of it.
      if (draft && theirs !== undefined) setDraft({ ...draft, was: theirs })
    }
    input.current?.focus()
  }
  return { typed: draft?.typed ?? term.value, type, save, refused, input }
}

function useSaveTerm({ name }: Term) {
  const t = useWords()
  const client = useQueryClient()
  const say = useSay()
  return async (value: string | null, was: string): Promise<void> => {
    try {
      await call('PUT', `/terms/${name}`, { body: { value, was } })
      say.done(t('studio.published'))
    } finally {
      await client.invalidateQueries({ queryKey: termsKey })
    }
  }
}
