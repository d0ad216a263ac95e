import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Checkbox, Input, Select } from 'antd'
import { useState } from 'react'
import type { Grant } from '../../model/object.ts'
import { asProblem } from '../ground/problem.ts'
import { useSay } from '../ground/say.tsx'
import { useScreens } from '../ground/session.ts'
import { useLabel, useWords } from '../words/words.ts'
import { publish } from './define.ts'
import { GrantRow } from './GrantRow.tsx'

/** What a role may do, object by object; a change is published at once. */
export function RolesScreen() {
  const t = useWords()
  const label = useLabel()
  const client = useQueryClient()
  const screens = useScreens()
  const say = useSay()
  const [role, setRole] = useState(Object.keys(screens.roles)[0])
  const objects = Object.values(screens.objects).filter(
    (object) => object.access && !('inherit' in object.access),
  )

  const change = (object: string, grant: Grant | null) =>
    save('object', object, { access: { [role!]: grant } })
  const changeRole = (changed: { readonly second_factor: boolean }) => save('role', role!, changed)
  async function save(...what: Parameters<typeof publish>) {
    try {
      await publish(...what)
      await client.invalidateQueries({ queryKey: ['definitions'] })
      say.done(t('studio.published'))
    } catch (error) {
      say.failed(asProblem(error).message)
    }
  }
  return (
    <div className="page">
      <p className="crumbs">
        <Link to="/studio">{t('nav.studio')}</Link>
      </p>
      <div className="row spread">
        <h1>{t('studio.roles')}</h1>
        <NewRole onMade={setRole} />
      </div>
      <div className="card">
        <div className="field-row" style={{ maxWidth: 320 }}>
          <label htmlFor="role">{t('studio.role')}</label>
          <Select
            id="role"
            data-testid="role"
            value={role}
            onChange={setRole}
            virtual={false}
            options={Object.entries(screens.roles).map(([value, one]) => ({
              value,
              label: label(one.label, value),
            }))}
          />
        </div>
        {role && (
          <div className="field-row">
            <Checkbox
              data-testid="role-factor"
              checked={screens.roles[role]?.second_factor === true}
              onChange={(event) => void changeRole({ second_factor: event.target.checked })}
            >
              {t('studio.role_factor')}
            </Checkbox>
          </div>
        )}
        <p className="quiet">{t('studio.roles_hint')}</p>
        {objects.length === 0 && <p className="quiet">{t('studio.no_access')}</p>}
        {role && (
          <div className="matrix" tabIndex={0} role="region" aria-label={t('studio.roles')}>
            <table className="plain-table">
              <thead>
                <tr>
                  {(
                    [
                      'studio.object',
                      'studio.create',
                      'studio.read',
                      'studio.update',
                      'studio.delete',
                      'studio.export',
                      'studio.import',
                      'studio.actions',
                    ] as const
                  ).map((word) => (
                    <th scope="col" key={word}>
                      {t(word)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {objects.map((object) => (
                  <GrantRow
                    key={`${object.name} ${role}`}
                    object={object}
                    role={role}
                    onChange={(grant) => void change(object.name, grant)}
                  />
                ))}
              </tbody>
            </table>
          </div>
        )}
      </div>
    </div>
  )
}

function NewRole({ onMade }: { readonly onMade: (name: string) => void }) {
  const t = useWords()
  const client = useQueryClient()
  const say = useSay()
  const [zh, setZh] = useState('')
  const [name, setName] = useState('')
  const make = async () => {
    try {
      await publish('role', name, { label: { zh } })
      await client.invalidateQueries({ queryKey: ['definitions'] })
      onMade(name)
      setZh('')
      setName('')
    } catch (error) {
      say.failed(asProblem(error).message)
    }
  }
  return (
    <div className="row">
      <Input
        aria-label={t('studio.label_zh')}
        placeholder={t('studio.label_zh')}
        style={{ width: 140 }}
        value={zh}
        onChange={(event) => setZh(event.target.value)}
      />
      <Input
        aria-label={t('studio.name')}
        placeholder={t('studio.name')}
        className="mono"
        style={{ width: 140 }}
        value={name}
        onChange={(event) => setName(event.target.value.trim().toLowerCase())}
      />
      <Button disabled={!zh || !/^[a-z][a-z0-9_]*$/.test(name)} onClick={() => void make()}>
        {t('studio.new_role')}
      </Button>
    </div>
  )
}
