import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { screenOf } from '../fields/kinds.ts'
import { isEmpty } from '../fields/screen.ts'
import { titleOf } from '../ground/definitions.ts'
import { useLabel, useWords } from '../words/words.ts'
import { cardColumns } from './columns.ts'
import type { RowsProps } from './ListTable.tsx'
import { Value } from './Value.tsx'

/** A list for the thumb: one large target a record, its stage and three facts. */
export function ListCards({
  object,
  fields,
  columns,
  items,
  titles,
  more,
  loading,
  onMore,
}: RowsProps & { readonly columns: readonly string[] }) {
  const t = useWords()
  const label = useLabel()
  // A number as a title says nothing of the record.
  const facts = cardColumns(columns, object.title, (object.title ?? 'number') === 'number' ? 6 : 3)
  return (
    <>
      <ul className="cards">
        {items.map((item) => (
          <li key={item.id} data-id={item.id}>
            <Link to="/o/$object/$id" params={{ object: object.name, id: item.id }}>
              <span className="card-title">
                <strong>{titleOf(object, item)}</strong>
                {fields.stage && item.stage && (
                  <Value field={fields.stage} value={item.stage} record={item} compact />
                )}
              </span>
              <span className="card-facts">
                {object.title !== 'number' && item.number && <span className="mono">{item.number}</span>}
                {facts
                  .filter((name) => !isEmpty(item[name]))
                  .map((name) => (
                    <span key={name}>
                      <span className={screenOf(fields[name]!).bare ? '' : 'visually-hidden'}>
                        {label(fields[name]!.label, name)}
                        {t('common.colon')}
                      </span>
                      <Value field={fields[name]!} value={item[name]} record={item} titles={titles} compact />
                    </span>
                  ))}
              </span>
            </Link>
          </li>
        ))}
      </ul>
      {more && (
        <div className="list-foot">
          <Button block loading={loading} onClick={onMore} data-testid="more">
            {t('list.load_more')}
          </Button>
        </div>
      )}
    </>
  )
}
