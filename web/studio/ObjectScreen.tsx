import { Link, useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { NotFound } from '../ground/NotFound.tsx'
import { useScreens } from '../ground/session.ts'
import { Wide } from '../ground/Wide.tsx'
import { useLabel, useWords } from '../words/words.ts'
import { FieldDialog } from './FieldDialog.tsx'

/** The fields of an object; a new one is there for everybody as soon as it is published. */
export function ObjectScreen() {
  const { object: name } = useParams({ strict: false }) as { object: string }
  const t = useWords()
  const label = useLabel()
  const screens = useScreens()
  const object = screens.objects[name]
  const [editing, setEditing] = useState<string>()
  if (!object) return <NotFound />
  return (
    <div className="page">
      <p className="crumbs">
        <Link to="/studio">{t('nav.studio')}</Link>
      </p>
      <div className="row spread">
        <h1>{t('studio.fields_of', { name: label(object.label, name) })}</h1>
        <Button type="primary" onClick={() => setEditing('')} data-testid="add-field">
          {t('studio.add_field')}
        </Button>
      </div>
      <Wide className="card" label={t('studio.fields')}>
        <table className="plain-table">
          <thead>
            <tr>
              {(['studio.label', 'studio.name', 'studio.kind', 'studio.options'] as const).map((word) => (
                <th scope="col" key={word}>
                  {t(word)}
                </th>
              ))}
              <th scope="col">
                <span className="visually-hidden">{t('record.edit')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {Object.entries(object.fields).map(([field, def]) => (
              <tr key={field} data-field={field}>
                <td>
                  {label(def.label, field)}
                  {field.startsWith('x_') && <span className="tag">{t('studio.own')}</span>}
                </td>
                <td className="mono">{field}</td>
                <td>{label(screens.field_kinds[def.type]?.label, def.type)}</td>
                <td>
                  {(['required', 'unique', 'index', 'search', 'readonly'] as const)
                    .filter((option) => def[option])
                    .map((option) => t(`studio.${option}`))
                    .join(t('common.comma'))}
                </td>
                <td>
                  <Button
                    type="text"
                    onClick={() => setEditing(field)}
                    aria-label={t('record.edit_field', { name: label(def.label, field) })}
                  >
                    {t('record.edit')}
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
      {editing !== undefined && (
        <FieldDialog object={object} name={editing || undefined} onClose={() => setEditing(undefined)} />
      )}
    </div>
  )
}
