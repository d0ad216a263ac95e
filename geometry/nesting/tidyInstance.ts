import { refuse } from '../../model/refuse.ts'
import type { NestInstance, NestItem, NestShape } from './instance.ts'

/**
 * An instance as others write it, made plain: items without a number get their place in the list, an empty
 * list of turns means as drawn, holes may be left out. What is not an instance at all is refused with the
 * item named.
 */
export function tidyInstance(asked: NestInstance): NestInstance {
  const given = asked as { items?: unknown } | null
  if (typeof given !== 'object' || given === null || !Array.isArray(given.items))
    throw refuse(
      'instance_wrong',
      {
        zh: '排样文件中没有零件列表 items',
        en: 'The nesting instance has no list of items',
      },
      { field: 'items' },
    )
  const items = asked.items.map(tidyItem)
  const ids = new Set<number>()
  for (const { id } of items) {
    if (ids.has(id))
      throw wrongItem(id, { zh: '编号重复', en: 'appears twice; every item needs a number of its own' })
    ids.add(id)
  }
  return { ...asked, name: asked.name ?? '', items }
}

function tidyItem(item: NestItem | null, index: number): NestItem {
  const id = item?.id ?? index
  if (!item || typeof item !== 'object') throw wrongItem(id, { zh: '不是有效的零件', en: 'is not an item' })
  const shape = tidyShape(item.shape)
  if (!shape) throw wrongItem(id, { zh: '没有可用的轮廓 shape', en: 'has no usable shape' })
  const { allowed_orientations: turns, ...rest } = item
  if (turns === undefined || turns === null) return { ...rest, id, shape }
  if (!Array.isArray(turns) || !turns.every(isNumber))
    throw wrongItem(id, { zh: '的旋转角度无效', en: 'has turns that are not numbers' })
  return { ...rest, id, shape, allowed_orientations: turns.length > 0 ? turns : [0] }
}

function tidyShape(shape: NestShape | undefined): NestShape | undefined {
  if (!shape || typeof shape !== 'object') return undefined
  if (shape.type === 'polygon') {
    const inner = shape.inner ?? []
    return isRing(shape.outer) && Array.isArray(inner) && inner.every(isRing)
      ? { ...shape, inner }
      : undefined
  }
  return shape.type === 'simple_polygon' && isRing(shape.data) ? shape : undefined
}

const isRing = (ring: unknown): boolean =>
  Array.isArray(ring) &&
  ring.length > 0 &&
  ring.every((p) => Array.isArray(p) && p.length >= 2 && isNumber(p[0]) && isNumber(p[1]))

const isNumber = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value)

const wrongItem = (id: unknown, { zh, en }: { readonly zh: string; readonly en: string }) =>
  refuse(
    'nesting_bad_item',
    { zh: `零件${String(id)}${zh}`, en: `Item ${String(id)} ${en}` },
    { field: 'items', data: { item: id } },
  )
