import { EllipsisOutlined, PlusOutlined } from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ScreenObject } from '../ground/definitions.ts'
import { MenuButton } from '../ground/MenuButton.tsx'
import { asProblem } from '../ground/problem.ts'
import { useSay } from '../ground/say.tsx'
import { useWords } from '../words/words.ts'
import { SaveView } from './LazySaveView.tsx'
import type { useListState } from './useListState.ts'
import { bodyOf, changeView, deleteView, saveView, viewsQuery, type View } from './views.ts'

interface Props {
  readonly object: ScreenObject
  readonly list: ReturnType<typeof useListState>
}

/** Saved ways to look at the list: the whole, what colleagues share, and one's own. */
export function ViewTabs({ object, list }: Props) {
  const t = useWords()
  const [saving, setSaving] = useState<'new' | View>()
  const { view, views, changed } = list
  const tab = (key: string | undefined, name: string, hint?: string) => (
    <button
      type="button"
      role="tab"
      key={key ?? 'all'}
      aria-selected={view?.id === key}
      title={hint}
      data-view={key ?? 'all'}
      onClick={() => list.open(key)}
    >
      {name}
    </button>
  )
  return (
    <div className="view-tabs">
      <div role="tablist" aria-label={t('view.tabs')} className="tabs-row">
        {tab(undefined, t('view.all'))}
        {views.map((one) =>
          tab(one.id, one.name, one.mine ? undefined : t('view.by', { name: one.owner_name ?? '' })),
        )}
      </div>
      <button
        type="button"
        className="quiet-button"
        aria-label={t('view.new')}
        title={t('view.new')}
        data-testid="view-new"
        onClick={() => setSaving('new')}
      >
        <PlusOutlined />
      </button>
      <span className="view-change" aria-live="polite">
        {changed && <Changed object={object} list={list} onNew={() => setSaving('new')} />}
        {view?.may_change && (
          <ViewMenu object={object} list={list} view={view} onEdit={() => setSaving(view)} />
        )}
      </span>
      {saving && (
        <SaveView
          object={object}
          list={list}
          view={saving === 'new' ? undefined : saving}
          onClose={() => setSaving(undefined)}
        />
      )}
    </div>
  )
}

/** A view that was changed: kept, kept as another, or put back. */
function Changed({ object, list, onNew }: Props & { readonly onNew: () => void }) {
  const t = useWords()
  const say = useSay()
  const client = useQueryClient()
  const { view, state, revert } = list
  const save = async () => {
    try {
      const saved = await changeView(view!, { body: bodyOf(state) })
      await client.invalidateQueries({ queryKey: viewsQuery(object.name).queryKey })
      list.open(saved.id)
      say.done(t('view.saved', { name: saved.name }))
    } catch (error) {
      say.failed(asProblem(error).message)
    }
  }
  return (
    <>
      <span className="quiet">{t('view.changed')}</span>
      {view?.may_change && (
        <button type="button" className="plain-link" data-testid="view-save" onClick={() => void save()}>
          {t('common.save')}
        </button>
      )}
      <button type="button" className="plain-link" data-testid="view-save-as" onClick={onNew}>
        {t('view.save_as')}
      </button>
      <button type="button" className="plain-link" data-testid="view-revert" onClick={revert}>
        {t('view.revert')}
      </button>
    </>
  )
}

function ViewMenu({
  object,
  list,
  view,
  onEdit,
}: Props & { readonly view: View; readonly onEdit: () => void }) {
  const t = useWords()
  const say = useSay()
  const client = useQueryClient()
  const again = () => client.invalidateQueries({ queryKey: viewsQuery(object.name).queryKey })
  const remove = async () => {
    await deleteView(view).catch((error: unknown) => say.failed(asProblem(error).message))
    list.open(undefined)
    await again()
    say.undoable(t('view.deleted', { name: view.name }), async () => {
      await saveView(object.name, view)
      await again()
    })
  }
  return (
    <MenuButton
      look="quiet-button"
      label={t('view.menu', { name: view.name })}
      testId="view-menu"
      groups={[
        {
          key: 'view',
          items: [
            { key: 'edit', label: t('view.edit'), onClick: onEdit },
            { key: 'delete', danger: true, label: t('view.delete'), onClick: () => void remove() },
          ],
        },
      ]}
    >
      <EllipsisOutlined />
    </MenuButton>
  )
}
