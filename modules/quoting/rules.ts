import { defineDecision } from '../../model/index.ts'

/** Margin that a price must keep, by grade and trial. A is guaranteed 18 % (QUO-06); 12 to 15 % only while the customer is on trial. */
export const marginFloor = defineDecision('margin_floor', {
  label: { zh: '毛利底线（%）', en: 'Margin floor (%)' },
  hit_policy: 'F',
  inputs: [
    { name: 'grade', label: { zh: '客户等级', en: 'Grade' }, expression: 'grade', type: 'string' },
    { name: 'trial', label: { zh: '试单期', en: 'Trial' }, expression: 'trial', type: 'boolean' },
  ],
  outputs: [
    { name: 'floor', label: { zh: '底线', en: 'Floor' }, type: 'number', default: '15' },
    { name: 'target', label: { zh: '建议毛利', en: 'Target' }, type: 'number', default: '25' },
  ],
  rules: [
    { id: 'a', when: ['"a"', '-'], then: ['18', '28'], note: { zh: 'A类客户保底18%', en: 'A: at least 18 %' } },
    { id: 'trial', when: ['-', 'true'], then: ['12', '15'], note: { zh: '新客户试单期允许12%-15%', en: 'New customer on trial: 12 to 15 %' } },
    { id: 'b', when: ['"b"', '-'], then: ['16', '25'], note: { zh: 'B类客户', en: 'B' } },
    { id: 'others', when: ['-', '-'], then: ['15', '22'], note: { zh: '其他客户不低于15%', en: 'Everybody else: at least 15 %' } },
  ],
})

/** Whose approval a quote needs: every rule that holds adds a level. All limits are strict (T2, QUO-12, QUO-13). */
export const quoteApprovalLevels = defineDecision('quote_approval_levels', {
  label: { zh: '报价审批级别', en: 'Quote approval levels' },
  hit_policy: 'C',
  inputs: [
    { name: 'discount', label: { zh: '最大折扣（%）', en: 'Largest discount (%)' }, expression: 'discount', type: 'number' },
    { name: 'deviation', label: { zh: '偏离基准价（%）', en: 'Off the base price (%)' }, expression: 'deviation', type: 'number' },
    { name: 'late', label: { zh: '交期超出承诺', en: 'Later than committed' }, expression: 'late', type: 'boolean' },
    { name: 'without_base', label: { zh: '有行无基准价', en: 'A line has no base price' }, expression: 'without_base', type: 'boolean' },
  ],
  outputs: [{ name: 'level', label: { zh: '审批人', en: 'Approver' }, type: 'string', default: '' }],
  rules: [
    { id: 'discount', when: ['> 5', '-', '-', '-'], then: ['"sales_director"'], note: { zh: '折扣超过5%', en: 'Discount over 5 %' } },
    { id: 'no_base', when: ['-', '-', '-', 'true'], then: ['"sales_director"'], note: { zh: '没有基准价可比', en: 'No base price to compare with' } },
    { id: 'deviation', when: ['-', '> 15', '-', '-'], then: ['"sales_director"'], note: { zh: '偏离基准价超过15%', en: 'More than 15 % off the base price' } },
    { id: 'late', when: ['-', '-', 'true', '-'], then: ['"sales_director"'], note: { zh: '交期超出承诺', en: 'Later than committed' } },
    { id: 'deviation_manager', when: ['-', '> 15', '-', '-'], then: ['"manager"'], note: { zh: '偏离基准价超过15%', en: 'More than 15 % off the base price' } },
    { id: 'late_manager', when: ['-', '-', 'true', '-'], then: ['"manager"'], note: { zh: '交期超出承诺', en: 'Later than committed' } },
  ],
})

/** Rules of thumb of the workshop for a first costing: what becomes chips, how fast a machine removes it, what set-up takes. */
export const processRules = defineDecision('process_rules', {
  label: { zh: '工艺经验值', en: 'Process rules of thumb' },
  hit_policy: 'F',
  inputs: [{ name: 'process', label: { zh: '工艺', en: 'Process' }, expression: 'process', type: 'string' }],
  outputs: [
    { name: 'loss_rate', label: { zh: '损耗率', en: 'Loss rate' }, type: 'number', default: '0.15' },
    { name: 'setup_hours', label: { zh: '准备工时', en: 'Set-up hours' }, type: 'number', default: '0.5' },
    { name: 'removal_cm3_min', label: { zh: '去除率（cm³/min）', en: 'Removal (cm³/min)' }, type: 'number', default: '8' },
    { name: 'seconds_a_bend', label: { zh: '每折秒数', en: 'Seconds a bend' }, type: 'number', default: '25' },
  ],
  rules: [
    { id: 'sheet_metal', when: ['"sheet_metal"'], then: ['0.2', '0.5', '8', '25'] },
    { id: 'flat_cut', when: ['"flat_cut"'], then: ['0.18', '0.25', '8', '25'] },
    { id: 'turned', when: ['"turned"'], then: ['0.1', '0.75', '12', '25'] },
    { id: 'milled', when: ['"milled"'], then: ['0.1', '1', '8', '25'] },
    { id: 'others', when: ['-'], then: ['0.15', '0.5', '8', '25'] },
  ],
})

/** Laser speed by sheet thickness in mm, mild steel on a 3 kW fibre laser. */
export const cutSpeed = defineDecision('cut_speed', {
  label: { zh: '激光切割速度（m/min）', en: 'Laser speed (m/min)' },
  hit_policy: 'F',
  inputs: [{ name: 'thickness', label: { zh: '板厚（mm）', en: 'Thickness (mm)' }, expression: 'thickness', type: 'number' }],
  outputs: [{ name: 'm_per_min', label: { zh: '米/分钟', en: 'm/min' }, type: 'number', default: '3' }],
  rules: [
    { id: 't1', when: ['<= 1'], then: ['25'] }, { id: 't2', when: ['<= 2'], then: ['12'] }, { id: 't3', when: ['<= 3'], then: ['6'] },
    { id: 't6', when: ['<= 6'], then: ['3'] }, { id: 't10', when: ['<= 10'], then: ['1.5'] }, { id: 'thick', when: ['-'], then: ['0.8'] },
  ],
})

/** Surface treatment by the square metre of surface. */
export const surfacePrice = defineDecision('surface_price', {
  label: { zh: '表面处理单价（元/m²）', en: 'Surface treatment (CNY/m²)' },
  hit_policy: 'F',
  inputs: [{ name: 'surface', label: { zh: '表面处理', en: 'Surface' }, expression: 'surface', type: 'string' }],
  outputs: [{ name: 'price', label: { zh: '元/m²', en: 'CNY/m²' }, type: 'number', default: '0' }],
  rules: [
    { id: 'powder', when: ['"powder"'], then: ['35'] }, { id: 'zinc', when: ['"zinc"'], then: ['22'] }, { id: 'anodise', when: ['"anodise"'], then: ['60'] },
    { id: 'paint', when: ['"paint"'], then: ['40'] }, { id: 'none', when: ['-'], then: ['0'] },
  ],
})
