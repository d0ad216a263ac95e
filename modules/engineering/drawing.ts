import {
  choice,
  definePipeline,
  defineObject,
  file,
  json,
  longText,
  number,
  reference,
  text,
  type Row,
} from '../../model/index.ts'
import { differenceSentences } from './differences.ts'
import { operationKinds } from './operationKinds.ts'
import { templateKinds } from './templateKinds.ts'

export const drawingKinds = {
  step: { zh: '三维模型 STEP', en: 'STEP model' },
  dxf: { zh: 'DXF 图', en: 'DXF sheet' },
  dwg: { zh: 'DWG 图', en: 'DWG sheet' },
  pdf: { zh: 'PDF 图', en: 'PDF sheet' },
} as const

export const processKinds = {
  sheet_metal: { zh: '钣金', en: 'Sheet metal' },
  flat_cut: { zh: '平板切割', en: 'Flat cut' },
  section: { zh: '型材', en: 'Section' },
  turned: { zh: '车削', en: 'Turned' },
  milled: { zh: '铣削', en: 'Milled' },
  wire_cut: { zh: '线切割', en: 'Wire cut' },
  moulded: { zh: '注塑', en: 'Moulded' },
  stamped: { zh: '冲压', en: 'Stamped' },
  assembly: { zh: '装配', en: 'Assembly' },
  punched: { zh: '数控冲', en: 'Punched' },
  welded: { zh: '焊接', en: 'Welded' },
  unknown: { zh: '待定', en: 'Unknown' },
} as const

/**
 * A drawing the customer sent, with what was measured on it: mm, mm², mm³, kg. Empty means the file does not
 * tell.
 */
export const drawing = defineObject('drawing', {
  label: { zh: '图纸', en: 'Drawing' },
  title: 'name',
  number: 'TZ{yyyy}{MM}-{0000}',
  fields: {
    name: text({ required: true, max: 255, search: true, label: { zh: '文件名', en: 'File name' } }),
    kind: choice(drawingKinds, {
      required: true,
      readonly: true,
      label: { zh: '类型（按内容识别）', en: 'Kind, by content' },
    }),
    file: file({ max: 1, readonly: true, label: { zh: '文件', en: 'File' } }),
    opportunity: reference('opportunity', { inverse: 'drawings', label: { zh: '商机', en: 'Opportunity' } }),
    quote: reference('quote', { inverse: 'drawings', label: { zh: '报价', en: 'Quote' } }),
    evaluation: reference('evaluation', {
      inverse: 'drawings',
      readonly: true,
      label: { zh: '技术评估', en: 'Evaluation' },
    }),
    material: text({
      max: 80,
      label: { zh: '材料', en: 'Material' },
      help: { zh: '改后点“重新测量”', en: 'Measure again after a change' },
    }),
    thickness: number({ min: 0, label: { zh: '指定板厚（mm）', en: 'Stated thickness (mm)' } }),
    mass_kg: number({ readonly: true, label: { zh: '净重（kg）', en: 'Mass (kg)' } }),
    volume_mm3: number({ readonly: true, label: { zh: '体积（mm³）', en: 'Volume (mm³)' } }),
    area_mm2: number({ readonly: true, label: { zh: '表面积（mm²）', en: 'Surface (mm²)' } }),
    net_area_mm2: number({ readonly: true, label: { zh: '净展开面积（mm²）', en: 'Net blank area (mm²)' } }),
    box: text({ max: 120, readonly: true, label: { zh: '外形（mm）', en: 'Box (mm)' } }),
    thickness_mm: number({ readonly: true, label: { zh: '板厚（mm）', en: 'Thickness (mm)' } }),
    bends: number({ readonly: true, label: { zh: '折弯数', en: 'Bends' } }),
    holes: number({ readonly: true, label: { zh: '孔数', en: 'Holes' } }),
    cut_length_mm: number({ readonly: true, label: { zh: '切割长度（mm）', en: 'Cut length (mm)' } }),
    pierces: number({ readonly: true, label: { zh: '穿孔数', en: 'Pierces' } }),
    process: choice(processKinds, { label: { zh: '工艺', en: 'Process' } }),
    weld_length_mm: number({
      min: 0,
      label: { zh: '焊缝总长（mm）', en: 'Length of all welds (mm)' },
      help: { zh: '图纸量不出焊缝，由工程师填写', en: 'No file tells its welds: an engineer enters them' },
    }),
    template: choice(templateKinds, {
      label: { zh: '工艺模板', en: 'Process template' },
      help: { zh: '按工艺自动选择，可改', en: 'Chosen by the process; may be changed' },
    }),
    operations: text({ max: 300, readonly: true, label: { zh: '工序', en: 'Operations' } }),
    steps: json({
      readonly: true,
      sentences: operationKinds,
      instead_of: 'operations',
      label: { zh: '工序', en: 'Operations' },
    }),
    title_weight_kg: number({
      readonly: true,
      label: { zh: '标题栏重量（kg）', en: 'Weight by title block (kg)' },
    }),
    warnings: longText({ readonly: true, label: { zh: '提示（文字）', en: 'Warnings as text' } }),
    entered: json({ readonly: true, label: { zh: '人工填写', en: 'Entered by hand' } }),
    doubts: json({
      readonly: true,
      sentences: {},
      instead_of: 'warnings',
      label: { zh: '提示', en: 'Warnings' },
    }),
    differences: json({
      readonly: true,
      sentences: differenceSentences,
      label: { zh: '图纸差异', en: 'Discrepancies' },
    }),
    nestings: json({
      readonly: true,
      columns: {
        part_name: { zh: '零件', en: 'Part' },
        batch: { zh: '批量', en: 'Batch' },
        from_stock: { zh: '用库存余料', en: 'From stock' },
        sheets: { zh: '整板张数', en: 'Sheets' },
        width: { zh: '板宽（mm）', en: 'Width (mm)' },
        height: { zh: '板长（mm）', en: 'Length (mm)' },
        loss_rate: { zh: '损耗率', en: 'Loss rate' },
        saved_cut_mm: { zh: '共边省切割（mm）', en: 'Cut saved (mm)' },
      },
      label: { zh: '排样', en: 'Nestings' },
    }),
    measurement: json({ readonly: true, label: { zh: '测量结果', en: 'Measurement' } }),
  },
  list: {
    columns: [
      'number',
      'name',
      'kind',
      'stage',
      'material',
      'mass_kg',
      'box',
      'process',
      'template',
      'operations',
      'doubts',
      'created_at',
    ],
    sort: '-created_at',
    filters: ['kind', 'stage', 'process', 'template'],
  },
  related: ['sheet_uses'],
  form: [
    ['name', 'kind'],
    ['opportunity', 'quote', 'evaluation'],
    ['material', 'thickness', 'weld_length_mm', 'process'],
    ['template', 'operations'],
    ['mass_kg', 'title_weight_kg', 'volume_mm3'],
    ['area_mm2', 'net_area_mm2', 'box'],
    ['thickness_mm', 'bends', 'holes'],
    ['cut_length_mm', 'pierces'],
    ['warnings'],
  ],
  access: {
    sales: {
      read: 'owner = me or opportunity.owner = me or quote.owner = me',
      update: 'owner = me or opportunity.owner = me or quote.owner = me',
      actions: ['measure', 'enter_figures'],
    },
    sales_director: { read: 'department_below', actions: ['measure', 'enter_figures'] },
    tech_lead: { read: true, update: true, delete: true, export: true, actions: true },
    manager: { read: true, update: true, delete: true, export: true, actions: true },
    planner: { read: true, actions: ['nest', 'use_nesting'] },
    warehouse: { read: true, actions: ['nest', 'use_nesting'] },
    quality: { read: true },
    purchaser: { read: true },
    worker: { read: true },
    admin: { read: true },
  },
})
export type Drawing = Row<typeof drawing>

export const drawingPipeline = definePipeline('drawing_flow', {
  object: 'drawing',
  label: { zh: '图纸测量', en: 'Measuring' },
  default: true,
  moved_by: 'actions',
  stages: [
    { name: 'received', label: { zh: '已收到', en: 'Received' } },
    { name: 'measuring', label: { zh: '测量中', en: 'Measuring' } },
    { name: 'failed', label: { zh: '无法测量', en: 'Not measurable' }, ends: 'lost' },
    { name: 'measured', label: { zh: '已测量', en: 'Measured' }, ends: 'done' },
  ],
})
