import { refuse } from '../../model/refuse.ts'
import { contoursOf, orientations_default, type NestInstance, type NestItem } from './instance.ts'
import { boxOf, cleanRing, signedArea, turnRing } from './ring.ts'
import { sizeOf } from './simplify.ts'

const pieces_max = 1500
const corners_max = 10_000

/** Refuses what cannot be laid at all, naming the item. */
export function checkInstance(instance: NestInstance): void {
  const bins = binsOf(instance)
  const pieces = instance.items.reduce((sum, item) => sum + item.demand, 0)
  if (pieces === 0)
    throw refuse(
      'nesting_empty',
      { zh: '没有要排的零件', en: 'There are no parts to nest' },
      { field: 'items' },
    )
  if (pieces > pieces_max)
    throw refuse(
      'nesting_too_many',
      {
        zh: `零件超过${pieces_max}件，请分批排样`,
        en: `More than ${pieces_max} parts: nest them in batches`,
      },
      { field: 'items' },
    )
  for (const [name, value] of [
    ['gap', instance.gap ?? 0],
    ['margin', instance.margin ?? 0],
  ] as const) {
    if (!(value >= 0 && Number.isFinite(value)))
      throw refuse(
        'nesting_bad_distance',
        {
          zh: '间距和边距须为非负数',
          en: 'Gap and margin must not be negative',
        },
        { field: name },
      )
  }
  for (const item of instance.items) checkItem(item, bins, instance)
}

function binsOf(instance: NestInstance): { width: number; height: number }[] {
  const bins = instance.sheets ?? [{ width: Infinity, height: instance.strip_height ?? Number.NaN }]
  if (bins.length === 0 || bins.some((b) => !(b.width > 0) || !(b.height > 0)))
    throw refuse(
      'nesting_no_sheet',
      {
        zh: '请给出板料尺寸或卷料宽度',
        en: 'Give the size of the sheets or the height of the strip',
      },
      { field: 'sheets' },
    )
  return bins
}

function checkItem(item: NestItem, bins: { width: number; height: number }[], instance: NestInstance): void {
  const { outer, inner } = contoursOf(item.shape)
  const ring = cleanRing(outer)
  const wrong =
    !Number.isInteger(item.demand) ||
    item.demand < 0 ||
    ring.length < 6 ||
    signedArea(ring) <= 1e-12 * sizeOf(ring) ** 2
  if (wrong)
    throw refuse(
      'nesting_bad_item',
      {
        zh: `零件${item.id}的轮廓或数量无效`,
        en: `Item ${item.id} has no usable contour or quantity`,
      },
      { field: 'items', data: { item: item.id } },
    )
  if (outer.length + inner.reduce((sum, c) => sum + c.length, 0) > corners_max)
    throw refuse(
      'nesting_too_fine',
      {
        zh: `零件${item.id}的轮廓超过${corners_max}个点，请先简化`,
        en: `Item ${item.id} has more than ${corners_max} corners: simplify it first`,
      },
      { field: 'items', data: { item: item.id } },
    )
  const margin = 2 * (instance.margin ?? 0)
  const fits = (item.allowed_orientations ?? orientations_default).some((turn) => {
    const box = boxOf(turnRing(ring, turn))
    return bins.some(
      (b) =>
        box.x1 - box.x0 + margin <= b.width * (1 + 1e-12) &&
        box.y1 - box.y0 + margin <= b.height * (1 + 1e-12),
    )
  })
  if (!fits)
    throw refuse(
      'nesting_item_too_large',
      {
        zh: `零件${item.id}在允许的方向上放不进板料`,
        en: `Item ${item.id} fits no sheet in an allowed direction`,
      },
      { field: 'items', data: { item: item.id } },
    )
}
