import {
  bool,
  choice,
  datetime,
  defineObject,
  number,
  reference,
  text,
  user,
  type Row,
} from '../../model/index.ts'
import { readsWork } from './workOrder.ts'

const reporting = ['start', 'pause', 'report', 'finish'] as const

/** One operation of one work order, on paper or on a phone: its code is what the QR on the sheet says. */
export const jobCard = defineObject('job_card', {
  label: { zh: '工序任务', en: 'Job card' },
  title: 'title',
  number: 'GX{yyyy}{MM}-{00000}',
  fields: {
    title: text({ max: 200, search: true, label: { zh: '任务', en: 'Job' } }),
    work_order: reference('work_order', {
      required: true,
      inverse: 'job_cards',
      label: { zh: '工单', en: 'Work order' },
    }),
    item: reference('item', { required: true, label: { zh: '物料', en: 'Item' } }),
    operation: text({ required: true, max: 120, label: { zh: '工序', en: 'Operation' } }),
    work_centre: text({ max: 120, index: true, label: { zh: '工作中心', en: 'Work centre' } }),
    sequence: number({ required: true, scale: 0, label: { zh: '顺序', en: 'Sequence' } }),
    code: text({ required: true, unique: true, index: true, max: 60, label: { zh: '扫码编号', en: 'Code' } }),
    overlap: bool({ default: false, label: { zh: '可与前道重叠', en: 'May overlap the one before' } }),
    state: choice(
      {
        waiting: { zh: '待开工', en: 'Waiting' },
        running: { zh: '进行中', en: 'Running' },
        paused: { zh: '已暂停', en: 'Paused' },
        done: { zh: '已完成', en: 'Done' },
      },
      { required: true, default: 'waiting', index: true, label: { zh: '状态', en: 'State' } },
    ),
    quantity: number({ required: true, label: { zh: '应做数量', en: 'Quantity due' } }),
    good: number({ required: true, default: '0', label: { zh: '合格数', en: 'Good' } }),
    scrap: number({ required: true, default: '0', label: { zh: '报废数', en: 'Scrap' } }),
    scrap_reason: text({ max: 300, label: { zh: '报废原因', en: 'Scrap reason' } }),
    planned_minutes: number({
      required: true,
      default: '0',
      label: { zh: '计划工时（分钟）', en: 'Planned minutes' },
    }),
    minutes: number({
      required: true,
      default: '0',
      label: { zh: '报工工时（分钟）', en: 'Reported minutes' },
    }),
    elapsed_minutes: number({
      required: true,
      default: '0',
      label: { zh: '计时（分钟）', en: 'Timed minutes' },
    }),
    started_at: datetime({ label: { zh: '本次开工', en: 'Started' } }),
    finished_at: datetime({ label: { zh: '完成时间', en: 'Finished' } }),
    short_reason: text({ max: 300, label: { zh: '短交原因', en: 'Closed short because' } }),
    worker: user({ label: { zh: '工人', en: 'Worker' } }),
  },
  list: {
    columns: [
      'number',
      'title',
      'operation',
      'sequence',
      'work_centre',
      'state',
      'quantity',
      'good',
      'scrap',
      'worker',
    ],
    sort: '-created_at',
    filters: ['state', 'work_centre', 'worker'],
  },
  access: {
    ...readsWork,
    worker: { read: true, actions: reporting },
    planner: { read: true, export: true, actions: reporting },
    manager: { read: true, export: true, actions: reporting },
    sales: { read: 'work_order.order.owner = me' },
    sales_director: { read: 'work_order.order.department in my_departments' },
  },
})
export type JobCard = Row<typeof jobCard>
