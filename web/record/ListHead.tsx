import { AppstoreOutlined, DownOutlined, PlusOutlined, UnorderedListOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { addressOf, download } from '../ground/api.ts'
import { mayImport, pipelinesFor, type ScreenObject } from '../ground/definitions.ts'
import { MenuButton } from '../ground/MenuButton.tsx'
import { ProblemNote } from '../ground/ProblemNote.tsx'
import type { Page } from '../ground/records.ts'
import { useScreens } from '../ground/session.ts'
import { useLabel, useWords } from '../words/words.ts'
import { CollectiveActions } from './CollectiveActions.tsx'
import type { ListState } from './where.ts'

interface Props {
  readonly object: ScreenObject
  readonly page: Page | undefined
  readonly state: ListState
  readonly where: string | undefined
  readonly columns: readonly string[]
  readonly stale: boolean
  readonly onChange: (part: Partial<ListState>) => void
}

/** Name, how many, and what can be done with the list as a whole. */
export function ListHead({ object, page, state, where, columns, stale, onChange }: Props) {
  const t = useWords()
  const label = useLabel()
  const navigate = useNavigate()
  const screens = useScreens()
  const count = page?.count === undefined ? '' : page.count_capped ? '1000+' : String(page.count)
  const [failed, setFailed] = useState<unknown>()
  const exportAs = (format: string) => {
    setFailed(undefined)
    // Without a condition the browser streams it to the disk by itself.
    if (!where)
      return location.assign(
        addressOf(`/records/${object.name}/export`, { format, fields: columns.join(',') }),
      )
    download(`/records/${object.name}/export`, { format, where, fields: columns }).catch(setFailed)
  }
  const items = [
    ...(mayImport(object)
      ? [
          {
            key: 'import',
            label: t('list.import'),
            onClick: () => void navigate({ to: '/o/$object/import', params: { object: object.name } }),
          },
        ]
      : []),
    ...(object.may.export
      ? ['xlsx', 'csv'].map((format) => ({
          key: format,
          label: t('list.export', { format: format.toUpperCase() }),
          onClick: () => exportAs(format),
        }))
      : []),
  ]
  return (
    <>
      <div className="list-head">
        <h1>
          {label(object.label, object.name)}{' '}
          <span className="quiet count-text" aria-live="polite" data-testid="count">
            {stale ? '…' : count && t('list.count', { n: count })}
          </span>
        </h1>
        <div className="row">
          {pipelinesFor(screens, object.name).length > 0 && (
            <Button
              icon={state.view === 'board' ? <UnorderedListOutlined /> : <AppstoreOutlined />}
              onClick={() => onChange({ view: state.view === 'board' ? 'list' : 'board' })}
              data-testid="view"
            >
              {t(state.view === 'board' ? 'list.as_list' : 'list.as_board')}
            </Button>
          )}
          <CollectiveActions object={object} />
          {items.length > 0 && (
            <MenuButton testId="list-more" groups={[{ key: 'list', items }]}>
              {t('common.more')} <DownOutlined />
            </MenuButton>
          )}
          {object.may.create && (
            <Button
              type="primary"
              icon={<PlusOutlined />}
              data-testid="new"
              onClick={() => void navigate({ to: '/o/$object/new', params: { object: object.name } })}
            >
              {t('common.new')}
            </Button>
          )}
        </div>
      </div>
      <ProblemNote error={failed} />
    </>
  )
}
