import { defineDecision } from '../../model/index.ts'

/**
 * Sheets in stock, in mm, by thickness: every row that fits is offered to the nesting. Rows of a table, so a
 * company writes its own sizes.
 */
export const stockSheet = defineDecision('stock_sheet', {
  label: { zh: '库存板材规格', en: 'Stock sheets' },
  hit_policy: 'C',
  inputs: [
    { name: 'material', label: { zh: '材料', en: 'Material' }, expression: 'material', type: 'string' },
    {
      name: 'thickness',
      label: { zh: '板厚（mm）', en: 'Thickness (mm)' },
      expression: 'thickness',
      type: 'number',
    },
  ],
  outputs: [
    { name: 'width', label: { zh: '宽（mm）', en: 'Width (mm)' }, type: 'number', default: '1250' },
    { name: 'height', label: { zh: '长（mm）', en: 'Length (mm)' }, type: 'number', default: '2500' },
  ],
  rules: [
    {
      id: 's1250',
      when: ['-', '-'],
      then: ['1250', '2500'],
      note: { zh: '标准板 1250 × 2500', en: 'Standard sheet' },
    },
    {
      id: 's1500',
      when: ['-', '> 3'],
      then: ['1500', '3000'],
      note: { zh: '中厚板 1500 × 3000', en: 'Heavier plate' },
    },
  ],
})

/**
 * How parts are laid: distance between two, distance to the edge (mm), and whether grain forbids quarter
 * turns.
 */
export const sheetNesting = defineDecision('sheet_nesting', {
  label: { zh: '排样规则', en: 'Nesting rules' },
  hit_policy: 'F',
  inputs: [
    { name: 'material', label: { zh: '材料', en: 'Material' }, expression: 'material', type: 'string' },
    {
      name: 'thickness',
      label: { zh: '板厚（mm）', en: 'Thickness (mm)' },
      expression: 'thickness',
      type: 'number',
    },
  ],
  outputs: [
    { name: 'gap', label: { zh: '零件间距（mm）', en: 'Gap (mm)' }, type: 'number', default: '2' },
    { name: 'margin', label: { zh: '板边（mm）', en: 'Margin (mm)' }, type: 'number', default: '5' },
    { name: 'grain', label: { zh: '有纹理方向', en: 'Has grain' }, type: 'boolean', default: 'false' },
  ],
  rules: [
    { id: 'thin', when: ['-', '<= 3'], then: ['2', '5', 'false'], note: { zh: '薄板', en: 'Thin' } },
    { id: 'medium', when: ['-', '<= 10'], then: ['4', '8', 'false'], note: { zh: '中板', en: 'Medium' } },
    { id: 'thick', when: ['-', '-'], then: ['8', '12', 'false'], note: { zh: '厚板', en: 'Thick' } },
  ],
})

/**
 * Whether neighbours share a cut (common-line cutting), and how wide the cut is. Off as shipped: thin sheet
 * may tip, and the parts come out joined by micro-joints.
 */
export const commonCut = defineDecision('common_cut', {
  label: { zh: '共边切割', en: 'Common-line cutting' },
  hit_policy: 'F',
  inputs: [
    { name: 'material', label: { zh: '材料', en: 'Material' }, expression: 'material', type: 'string' },
    {
      name: 'thickness',
      label: { zh: '板厚（mm）', en: 'Thickness (mm)' },
      expression: 'thickness',
      type: 'number',
    },
  ],
  outputs: [
    {
      name: 'shared',
      label: { zh: '矩形件共边', en: 'Rectangles share cuts' },
      type: 'boolean',
      default: 'false',
    },
    { name: 'kerf', label: { zh: '割缝（mm）', en: 'Kerf (mm)' }, type: 'number', default: '0' },
  ],
  rules: [
    {
      id: 'none',
      when: ['-', '-'],
      then: ['false', '0.2'],
      note: { zh: '默认各切各的', en: 'Every part is cut by itself' },
    },
  ],
})

/** What of a cut sheet goes back to stock, and what a part must make of a remnant to be laid on it. */
export const remnantRules = defineDecision('remnant_rules', {
  label: { zh: '余料规则', en: 'Remnants' },
  hit_policy: 'F',
  inputs: [
    { name: 'material', label: { zh: '材料', en: 'Material' }, expression: 'material', type: 'string' },
    {
      name: 'thickness',
      label: { zh: '板厚（mm）', en: 'Thickness (mm)' },
      expression: 'thickness',
      type: 'number',
    },
  ],
  outputs: [
    {
      name: 'least_side',
      label: { zh: '余料最小边长（mm）', en: 'Least side kept (mm)' },
      type: 'number',
      default: '100',
    },
    {
      name: 'least_share',
      label: { zh: '用余料时零件至少占比（0–1）', en: 'Least share of parts on a remnant (0–1)' },
      type: 'number',
      default: '0.5',
    },
  ],
  rules: [
    {
      id: 'all',
      when: ['-', '-'],
      then: ['100', '0.5'],
      note: { zh: '两边都不小于 100 mm 的余料入库', en: 'A remnant is kept from 100 mm on either side' },
    },
  ],
})
