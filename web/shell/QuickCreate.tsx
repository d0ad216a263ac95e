import { PlusOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { menuOf } from '../ground/definitions.ts'
import { MenuButton } from '../ground/MenuButton.tsx'
import { useScreens } from '../ground/session.ts'
import { useLabel, useWords } from '../words/words.ts'

/** Something new from wherever one is. */
export function QuickCreate() {
  const t = useWords()
  const label = useLabel()
  const navigate = useNavigate()
  const groups = menuOf(useScreens())
    .map((module) => ({ ...module, objects: module.objects.filter((object) => object.may.create) }))
    .filter((module) => module.objects.length > 0)
  if (groups.length === 0) return null
  const items = groups.map((module) => ({
    key: module.name,
    label: label(module.label, module.name),
    items: module.objects.map((object) => ({
      key: object.name,
      label: label(object.label, object.name),
      onClick: () => void navigate({ to: '/o/$object/new', params: { object: object.name } }),
    })),
  }))
  return (
    <MenuButton look="round primary" label={t('nav.create')} testId="quick-create" groups={items}>
      <PlusOutlined />
    </MenuButton>
  )
}
