import type { ComponentType } from 'react'
import type { Label } from '../../model/refuse.ts'
import type { FullRecord } from '../shell/records.ts'

/**
 * A page made by hand, where the generic screens are not enough. Its file has a default export; one line below gives it a route.
 * @example { path: '/o/quote/$id/bench', label: { zh: '报价工作台', en: 'Quote workbench' }, of: 'quote', load: () => import('./QuoteBench.tsx') }
 */
export interface HandMadePage {
  /** Route; `$id` and the like are its parameters (`useParams({ strict: false })`). */
  readonly path: `/${string}`
  readonly label: Label
  readonly load: () => Promise<{ readonly default: ComponentType }>
  /** Puts a line into the menu under this module. */
  readonly module?: string
  /** In the menu only for people who may read this object. */
  readonly reads?: string
  /** Puts a button on the page of every record of this object; the path takes `$id`. */
  readonly of?: string
  /** Opens without a login. */
  readonly outside?: boolean
}

export const pages: readonly HandMadePage[] = [
  { path: '/cockpit', label: { zh: '驾驶舱', en: 'Cockpit' }, module: 'pipeline', reads: 'opportunity', load: () => import('./cockpit/Cockpit.tsx') },
  { path: '/quote/$id', label: { zh: '报价工作台', en: 'Quote workbench' }, of: 'quote', load: () => import('./quote/QuoteBench.tsx') },
  { path: '/job', label: { zh: '扫码报工', en: 'Scan and report' }, module: 'production', reads: 'job_card', load: () => import('./job/JobHome.tsx') },
  { path: '/job/$code', label: { zh: '工序任务', en: 'Job card' }, load: () => import('./job/JobCard.tsx') },
  { path: '/work-order-codes/$id', label: { zh: '工序卡二维码', en: 'Job card codes' }, of: 'work_order', load: () => import('./job/WorkOrderCodes.tsx') },
  { path: '/equipment-code/$id', label: { zh: '报修二维码', en: 'Repair code' }, of: 'equipment', load: () => import('./job/EquipmentCode.tsx') },
  { path: '/bank', label: { zh: '银行对账', en: 'Bank matching' }, module: 'receivables', reads: 'bank_line', load: () => import('./bank/BankMatching.tsx') },
  { path: '/repair/$token', label: { zh: '设备报修', en: 'Call for repair' }, outside: true, load: () => import('./repair/Repair.tsx') },
]

/**
 * What stands above the facts of every record of an object, where a picture says more than rows of values.
 * @example { of: 'drawing', shows: ['box'], load: () => import('./drawing/DrawingPanel.tsx') }
 */
export interface RecordPanel {
  readonly of: string
  /** Fields that the panel shows by itself: the facts leave them out. */
  readonly shows: readonly string[]
  readonly load: () => Promise<{ readonly default: ComponentType<{ readonly record: FullRecord }> }>
}

export const panels: readonly RecordPanel[] = [
  { of: 'user', shows: [], load: () => import('../account/PersonSignIn.tsx') },
  {
    of: 'drawing', load: () => import('./drawing/DrawingPanel.tsx'),
    shows: ['box', 'mass_kg', 'title_weight_kg', 'volume_mm3', 'area_mm2', 'net_area_mm2', 'thickness_mm', 'bends', 'holes', 'cut_length_mm', 'pierces', 'warnings', 'doubts', 'differences', 'entered', 'measurement'],
  },
]
