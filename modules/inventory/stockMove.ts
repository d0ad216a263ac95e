import {
  choice,
  date,
  defineObject,
  number,
  reference,
  text,
  type Row,
  type Work,
} from '../../model/index.ts'
import { item } from './item.ts'

export const moveKinds = {
  receive: { zh: '入库', en: 'Receive' },
  issue: { zh: '出库', en: 'Issue' },
  adjust: { zh: '盘点调整', en: 'Adjust' },
  return: { zh: '退货', en: 'Return' },
} as const

const reader = { read: true } as const

/**
 * A quantity that came (above zero) or went (below zero). Written by actions only and never changed: a
 * mistake is corrected by another move.
 */
export const stockMove = defineObject('stock_move', {
  label: { zh: '库存流水', en: 'Stock move' },
  title: 'number',
  number: 'LS{yyyy}{MM}-{00000}',
  unsearchable: true,
  fields: {
    item: reference('item', { required: true, inverse: 'stock_moves', label: { zh: '物料', en: 'Item' } }),
    kind: choice(moveKinds, { required: true, label: { zh: '类型', en: 'Kind' } }),
    quantity: number({ required: true, label: { zh: '数量', en: 'Quantity' } }),
    warehouse: reference('warehouse', { label: { zh: '仓库', en: 'Warehouse' } }),
    moved_on: date({ index: true, label: { zh: '日期', en: 'Date' } }),
    order: reference('order', { inverse: 'stock_moves', label: { zh: '订单', en: 'Order' } }),
    order_line: reference('order_line', {
      inverse: 'deliveries',
      label: { zh: '订单明细', en: 'Order line' },
    }),
    work_order: reference('work_order', { inverse: 'stock_moves', label: { zh: '工单', en: 'Work order' } }),
    purchase_request: reference('purchase_request', {
      inverse: 'stock_moves',
      label: { zh: '采购申请', en: 'Purchase request' },
    }),
    inspection: reference('inspection', {
      inverse: 'stock_moves',
      label: { zh: '检验单', en: 'Inspection' },
    }),
    note: text({ max: 300, label: { zh: '说明', en: 'Note' } }),
  },
  list: {
    columns: ['number', 'moved_on', 'item', 'kind', 'quantity', 'order', 'work_order', 'note', 'owner'],
    sort: '-created_at',
    filters: ['kind', 'item'],
  },
  access: {
    warehouse: { read: true, export: true },
    planner: reader,
    purchaser: reader,
    quality: reader,
    finance: { read: true, export: true },
    manager: { read: true, export: true },
    admin: { read: true, export: true },
    sales: { read: 'order.owner = me' },
    sales_director: { read: 'order.department in my_departments' },
  },
})
export type StockMove = Row<typeof stockMove>

type Moving = Omit<Parameters<typeof createMove>[1], 'warehouse' | 'moved_on'> & {
  readonly warehouse?: string | null
}
const createMove = (
  work: Work,
  draft: Pick<StockMove, 'item' | 'kind' | 'quantity'> &
    Partial<Omit<StockMove, 'number' | 'version' | 'stage' | 'pipeline'>>,
) => work.create(stockMove, draft)

/**
 * Writes a move of today, in the usual warehouse unless told. The item must be locked by who calls, so that
 * figures are judged and changed as one.
 */
export async function moveStock(work: Work, move: Moving): Promise<StockMove> {
  const usual = move.warehouse ?? (await work.first('warehouse', { where: 'usual = true' }))?.id ?? null
  return createMove(work, { owner: work.actor.id, ...move, warehouse: usual, moved_on: work.today() })
}

/**
 * Locks items in one order for everybody, so that two orders at once wait for each other instead of blocking.
 */
export async function lockItems(work: Work, ids: readonly (string | null)[]): Promise<void> {
  for (const id of [...new Set(ids)].sort()) if (id) await work.get(item, id)
}
