import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { mayImport, type ScreenObject } from '../ground/definitions.ts'
import { useLabel, useWords } from '../words/words.ts'
import { isNarrowed, type ListState } from './where.ts'

/** Why there is nothing, and what to do about it. */
export function EmptyList({
  object,
  state,
  onReset,
}: {
  readonly object: ScreenObject
  readonly state: ListState
  readonly onReset: () => void
}) {
  const t = useWords()
  const label = useLabel()
  const name = label(object.label, object.name)
  if (isNarrowed(state))
    return (
      <div className="empty">
        <h2>{t('list.none_match')}</h2>
        <p>{t('list.none_match_hint')}</p>
        <Button onClick={onReset} data-testid="reset">
          {t('list.reset')}
        </Button>
      </div>
    )
  if (!object.may.create)
    return (
      <div className="empty">
        <h2>{t('list.none_yet', { name })}</h2>
        <p>{t('list.none_for_you')}</p>
      </div>
    )
  return (
    <div className="empty">
      <h2>{t('list.none_yet', { name })}</h2>
      <p>{t('list.none_yet_hint')}</p>
      <p>
        <Link to="/o/$object/new" params={{ object: object.name }}>
          {t('list.create_first', { name })}
        </Link>
        {mayImport(object) && (
          <>
            {' '}
            ·{' '}
            <Link to="/o/$object/import" params={{ object: object.name }}>
              {t('list.import_first')}
            </Link>
          </>
        )}
      </p>
    </div>
  )
}
