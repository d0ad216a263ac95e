import {
  kindOf,
  levelOf,
  protectionOf,
  protections,
  systemFields,
  type Definitions,
  type Grant,
  type ObjectDef,
  type Tells,
} from '../../model/index.ts'
import { wrong } from './wrong.ts'

/**
 * A protected field names no record: titles stand in notices, mails and search, also of those who may not see
 * the field.
 */
export function checkProtection(object: ObjectDef): void {
  const named = object.person === undefined ? undefined : object.fields[object.person]
  if (object.person !== undefined && (!named || kindOf(named).column?.(named) !== 'text'))
    throw wrong(`${object.name}.person`, {
      zh: '应为姓名所在的文本字段',
      en: 'it must be the text field of the name',
    })
  const told = object.open_fields?.find((name) => object.fields[name] && protectionOf(object.fields[name]))
  if (told)
    throw wrong(`${object.name}.open_fields`, {
      zh: `“${told}”受保护，不能对所有人公开`,
      en: `"${told}" is protected and not open to everybody`,
    })
  const title = object.title === undefined ? undefined : object.fields[object.title]
  const protection = title && protectionOf(title)
  if (!title || !protection) return
  if (protection.titles === 'of_persons' && object.person === object.title) return
  const level = protections[levelOf(title)!].label
  throw wrong(`${object.name}.title`, {
    zh: `字段“${object.title}”属于${level.zh}，不能作标题：标题会出现在通知、邮件和搜索中`,
    en: `"${object.title}" is ${level.en.toLowerCase()} and cannot be the title, which stands in notices, mails and search`,
  })
}

/**
 * What everybody may read is no secret: a protected field is hidden from the role `everyone`, or the rows
 * are.
 */
export function checkTold(object: ObjectDef): void {
  const grant =
    'inherit' in object.access ? undefined : (object.access as Readonly<Record<string, Grant>>).everyone
  if (!grant?.read || grant.read === 'own') return
  const open = Object.entries(object.fields).find(
    ([name, field]) => protectionOf(field) && grant.fields?.[name] !== 'hidden',
  )
  if (!open) return
  const level = protections[levelOf(open[1])!].label
  throw wrong(`${object.name}.access.everyone`, {
    zh: `所有人都能读到“${open[0]}”（${level.zh}）：请对“everyone”隐藏该字段，或只授权给需要的角色`,
    en: `everybody would read "${open[0]}" (${level.en.toLowerCase()}): hide it from "everyone", or grant reading to the roles that need it`,
  })
}

/**
 * What an open intake or a public link answers comes from fields that there are, and from none that is
 * protected.
 */
export function checkDoors({ intakes, links, objects }: Definitions): void {
  const doors: readonly (readonly [string, Tells])[] = [
    ...Object.values(intakes).flatMap(({ channel, open }) => (open ? [[channel, open.tells] as const] : [])),
    ...Object.values(links).map(({ name, tells }) => [name, tells] as const),
  ]
  for (const [door, tells] of doors)
    for (const [name, from] of Object.entries(tells)) {
      if (from === null) continue
      const [object = '', field = ''] = from.split('.')
      const told =
        objects[object]?.fields[field] ?? (systemFields as Readonly<Record<string, { type: string }>>)[field]
      if (!objects[object] || !told)
        throw wrong(`${door}.${name}`, { zh: `没有字段“${from}”`, en: `there is no field "${from}"` })
      if (protectionOf(told)?.told_outside === false)
        throw wrong(`${door}.${name}`, {
          zh: `“${from}”属于${protections[levelOf(told)!].label.zh}，不能告诉未登录的人`,
          en: `"${from}" is ${protections[levelOf(told)!].label.en.toLowerCase()} and is not told to callers who are not signed in`,
        })
    }
}
