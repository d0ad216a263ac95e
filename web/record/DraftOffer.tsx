import { Button } from 'antd'
import type { AnyField } from '../ground/definitions.ts'
import { useHouse } from '../ground/session.ts'
import { showMoment } from '../ground/when.ts'
import { useLabel, useWords } from '../words/words.ts'
import type { Offer } from './useDraft.ts'

interface Props {
  readonly offer: Offer
  readonly fields: Readonly<Record<string, AnyField>>
  readonly onTake: () => void
  readonly onDrop: () => void
}

/** What was typed here earlier and never saved: when, which fields, and whether others changed them since. */
export function DraftOffer({ offer, fields, onTake, onDrop }: Props) {
  const t = useWords()
  const label = useLabel()
  const { zone } = useHouse()
  const names = (all: readonly string[]) =>
    all.map((name) => label(fields[name]?.label, name)).join(t('common.comma'))
  return (
    <div className="draft-offer" role="status" data-testid="draft-offer">
      <div>
        <strong>{t('draft.offer', { when: showMoment(offer.at, zone) })}</strong>
        <p className="quiet">{t('draft.fields', { names: names(Object.keys(offer.values)) })}</p>
        {offer.overtaken.length > 0 && (
          <p className="due-text">{t('draft.overtaken', { names: names(offer.overtaken) })}</p>
        )}
      </div>
      <span className="row nowrap-row">
        <Button onClick={onTake} data-testid="draft-take">
          {t('draft.take')}
        </Button>
        <Button type="text" onClick={onDrop} data-testid="draft-drop">
          {t('draft.drop')}
        </Button>
      </span>
    </div>
  )
}
