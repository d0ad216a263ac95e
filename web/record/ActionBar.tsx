import { DownOutlined, EllipsisOutlined } from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Button, Drawer } from 'antd'
import { useState } from 'react'
import type { ScreenObject } from '../ground/definitions.ts'
import { MenuButton } from '../ground/MenuButton.tsx'
import { asProblem } from '../ground/problem.ts'
import { forget, removeRecord, restoreRecord, type FullRecord } from '../ground/records.ts'
import { useSay } from '../ground/say.tsx'
import { handMadePages } from '../ground/screens.ts'
import { useScreens } from '../ground/session.ts'
import { useNarrow } from '../ground/useNarrow.ts'
import { useLabel, useWords } from '../words/words.ts'
import { ActionDialog } from './LazyActionDialog.tsx'
import { StartButtons } from './StartButtons.tsx'
import { usePersonItems } from './usePersonItems.tsx'

/**
 * What can be done with the record now. On a phone the first verb lies under the thumb, the others one tap
 * behind.
 */
export function ActionBar({
  object,
  record,
}: {
  readonly object: ScreenObject
  readonly record: FullRecord
}) {
  const t = useWords()
  const label = useLabel()
  const narrow = useNarrow()
  const navigate = useNavigate()
  const declared = useScreens().actions[object.name] ?? {}
  const [open, setOpen] = useState<string>()
  const [sheet, setSheet] = useState(false)
  const remove = useRemove(object, record)
  const order = { primary: 0, plain: 1, danger: 2, hidden: 3 }
  const names = (record._actions ?? [])
    .filter((name) => name !== 'move_stage' && declared[name] && declared[name].style !== 'hidden')
    .sort((a, b) => order[declared[a]!.style ?? 'plain'] - order[declared[b]!.style ?? 'plain'])
  const own = handMadePages().filter((page) => page.of === object.name)
  const start = (name: string) => {
    setSheet(false)
    setOpen(name)
  }
  const button = (name: string, big = false) => {
    const { style } = declared[name]!
    return (
      <Button
        key={name}
        type={style === 'primary' ? 'primary' : 'default'}
        danger={style === 'danger'}
        size={big ? 'large' : 'middle'}
        block={big}
        data-action={name}
        onClick={() => start(name)}
      >
        {label(declared[name]!.label, name)}
      </Button>
    )
  }
  const pageButtons = (big = false) =>
    own.map((page) => (
      <Button
        key={page.path}
        type={big ? 'default' : 'primary'}
        ghost={!big}
        size={big ? 'large' : 'middle'}
        block={big}
        data-page={page.path}
        onClick={() => void navigate({ to: page.path.replace('$id', record.id) as '/' })}
      >
        {label(page.label)}
      </Button>
    ))
  const more = [
    {
      key: 'copy',
      label: t('record.copy_link'),
      onClick: () => void navigator.clipboard?.writeText(location.href),
    },
    ...(record._may?.delete
      ? [{ key: 'delete', danger: true, label: t('common.delete'), onClick: remove }]
      : []),
    ...usePersonItems(object, record),
  ]
  const dialog = open && (
    <ActionDialog
      object={object.name}
      id={record.id}
      name={open}
      record={record}
      onClose={() => setOpen(undefined)}
    />
  )
  if (!narrow) {
    return (
      <div className="row actions" role="toolbar" aria-label={t('record.actions')}>
        {pageButtons()}
        {names.map((name) => button(name))}
        <StartButtons object={object.name} record={record} />
        <MenuButton label={t('common.more')} testId="record-more" groups={[{ key: 'more', items: more }]}>
          <EllipsisOutlined />
        </MenuButton>
        {dialog}
      </div>
    )
  }
  const rest = names.length - 1 + own.length
  return (
    <div className="thumb-actions" role="toolbar" aria-label={t('record.actions')}>
      {names[0] ? button(names[0], true) : pageButtons(true).slice(0, 1)}
      <Button
        size="large"
        onClick={() => setSheet(true)}
        aria-label={t('common.more')}
        data-testid="record-more"
      >
        {rest > 0 ? (
          <>
            {t('common.more')} <DownOutlined />
          </>
        ) : (
          <EllipsisOutlined />
        )}
      </Button>
      <Drawer
        open={sheet}
        onClose={() => setSheet(false)}
        placement="bottom"
        size="auto"
        title={t('record.actions')}
      >
        <div className="sheet">
          {pageButtons(true)}
          {names.map((name) => button(name, true))}
          <StartButtons object={object.name} record={record} big />
          {more.map((one) => (
            <Button
              key={one.key}
              block
              size="large"
              danger={'danger' in one}
              onClick={() => {
                setSheet(false)
                one.onClick()
              }}
            >
              {one.label}
            </Button>
          ))}
        </div>
      </Drawer>
      {dialog}
    </div>
  )
}

/** Deleting asks first and can be taken back from the message that says it is done. */
function useRemove(object: ScreenObject, record: FullRecord): () => void {
  const t = useWords()
  const navigate = useNavigate()
  const client = useQueryClient()
  const say = useSay()
  const restore = async () => {
    await restoreRecord(object.name, record.id)
    forget(client, object.name, record.id)
    void navigate({ to: '/o/$object/$id', params: { object: object.name, id: record.id } })
  }
  const remove = async () => {
    try {
      await removeRecord(object.name, record.id, record.version)
    } catch (error) {
      return say.failed(asProblem(error).message)
    }
    await navigate({ to: '/o/$object', params: { object: object.name } })
    client.removeQueries({ queryKey: ['record', object.name, record.id] })
    forget(client, object.name)
    const close = say.tell({
      kind: 'done',
      title: t('record.deleted'),
      seconds: 15,
      more: (
        <Button
          size="small"
          data-testid="restore"
          onClick={() => {
            close()
            restore().catch((error: unknown) => say.failed(asProblem(error).message))
          }}
        >
          {t('record.restore')}
        </Button>
      ),
    })
  }
  return () =>
    say.ask({
      title: t('record.delete_sure'),
      more: t('record.delete_hint'),
      ok: t('common.delete'),
      danger: true,
      onOk: remove,
    })
}
