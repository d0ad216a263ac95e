import { useQueryClient } from '@tanstack/react-query'
import { call, download } from '../ground/api.ts'
import type { ScreenObject } from '../ground/definitions.ts'
import type { MenuItem } from '../ground/MenuButton.tsx'
import { asProblem } from '../ground/problem.ts'
import { forget, type FullRecord } from '../ground/records.ts'
import { useSay } from '../ground/say.tsx'
import { useHouse } from '../ground/session.ts'
import { useLabel, useWords } from '../words/words.ts'

interface Forgotten {
  readonly records: readonly unknown[]
  readonly look_at: readonly { readonly object: string; readonly field: string }[]
}

/**
 * What an administrator may do for the person that a record is about: show them what is held, and remove it.
 */
export function usePersonItems(
  object: ScreenObject,
  record: FullRecord,
): (MenuItem & { readonly label: string })[] {
  const t = useWords()
  const label = useLabel()
  const say = useSay()
  const { screens } = useHouse()
  const client = useQueryClient()
  if (!screens.admin || !object.person) return []
  const path = `/records/${object.name}/${record.id}`
  const remove = async () => {
    const { records, look_at } = await call<Forgotten>('POST', `${path}/forget_person`, {
      body: {},
      key: crypto.randomUUID(),
    })
    for (const name of Object.keys(screens.objects)) if (screens.objects[name]?.person) forget(client, name)
    forget(client, object.name, record.id)
    const texts = [
      ...new Set(
        look_at.map((one) => label(screens.objects[one.object]?.fields[one.field]?.label, one.field)),
      ),
    ]
    say.tell({
      kind: 'done',
      title: t('privacy.removed', { n: records.length }),
      seconds: 15,
      more: texts.length > 0 ? t('privacy.look_at', { texts: texts.join(t('common.comma')) }) : undefined,
    })
  }
  return [
    {
      key: 'person_show',
      label: t('privacy.show_person'),
      onClick: () =>
        void download(`${path}/person`).catch((error: unknown) => say.failed(asProblem(error).message)),
    },
    {
      key: 'person_forget',
      danger: true,
      label: t('privacy.forget_person'),
      onClick: () =>
        say.ask({
          title: t('privacy.forget_sure'),
          more: t('privacy.forget_hint'),
          ok: t('privacy.forget_ok'),
          danger: true,
          onOk: remove,
        }),
    },
  ]
}
