import { Alert } from 'antd'
import type { AnyField } from '../ground/definitions.ts'
import { Wide } from '../ground/Wide.tsx'
import { useLabel, useWords } from '../words/words.ts'
import type { Conflict } from './useSave.ts'
import { Value } from './Value.tsx'

/** Somebody was faster: what they changed, beside what was typed here. */
export function ConflictNote({
  conflict,
  fields,
}: {
  readonly conflict: Conflict
  readonly fields: Readonly<Record<string, AnyField>>
}) {
  const t = useWords()
  const label = useLabel()
  const { now, theirs, mine } = conflict
  return (
    <Alert
      type="warning"
      showIcon
      className="problem"
      title={t('conflict.title')}
      data-testid="conflict"
      description={
        <>
          <p>{t('conflict.hint')}</p>
          <Wide label={t('conflict.title')}>
            <table className="plain-table">
              <thead>
                <tr>
                  <th scope="col">{t('conflict.field')}</th>
                  <th scope="col">{t('conflict.theirs')}</th>
                  <th scope="col">{t('conflict.mine')}</th>
                </tr>
              </thead>
              <tbody>
                {theirs.map((name) => (
                  <tr key={name} data-conflict={name}>
                    <th scope="row">{label(fields[name]!.label, name)}</th>
                    <td>
                      <Value
                        field={fields[name]!}
                        value={now[name]}
                        record={now}
                        titles={now._titles}
                        compact
                      />
                    </td>
                    <td>
                      {name in mine ? (
                        <Value
                          field={fields[name]!}
                          value={mine[name]}
                          record={now}
                          titles={now._titles}
                          compact
                        />
                      ) : (
                        <span className="quiet">{t('conflict.untouched')}</span>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Wide>
        </>
      }
    />
  )
}
