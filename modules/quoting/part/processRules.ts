import { defineDecision } from '../../../model/index.ts'

/**
 * Rules of thumb of the workshop for a first costing: what becomes chips, how fast a machine removes it, what
 * set-up takes.
 */
export const processRules = defineDecision('process_rules', {
  label: { zh: '工艺经验值', en: 'Process rules of thumb' },
  hit_policy: 'F',
  inputs: [{ name: 'process', label: { zh: '工艺', en: 'Process' }, expression: 'process', type: 'string' }],
  outputs: [
    {
      name: 'loss_rate',
      label: { zh: '损耗率（无排样、无毛坯时）', en: 'Loss rate without nesting or blank' },
      type: 'number',
      default: '0.15',
    },
    {
      name: 'setup_hours',
      label: { zh: '每次装夹准备工时', en: 'Set-up hours' },
      type: 'number',
      default: '0.5',
    },
    { name: 'setups', label: { zh: '装夹次数', en: 'Set-ups' }, type: 'number', default: '1' },
    {
      name: 'clamp_minutes',
      label: { zh: '单件每次装夹分钟', en: 'Minutes to clamp a piece' },
      type: 'number',
      default: '0',
    },
    {
      name: 'removal_cm3_min',
      label: { zh: '去除率（cm³/min，钢）', en: 'Removal in steel (cm³/min)' },
      type: 'number',
      default: '8',
    },
    {
      name: 'seconds_a_bend',
      label: { zh: '每折秒数', en: 'Seconds a bend' },
      type: 'number',
      default: '25',
    },
    {
      name: 'minutes_a_hole',
      label: { zh: '每孔分钟', en: 'Minutes a hole' },
      type: 'number',
      default: '0.3',
    },
    {
      name: 'blank_allowance_mm',
      label: { zh: '毛坯单边余量（mm）', en: 'Blank allowance a side (mm)' },
      type: 'number',
      default: '0',
    },
  ],
  rules: [
    { id: 'sheet_metal', when: ['"sheet_metal"'], then: ['0.2', '0.5', '1', '0', '8', '25', '0.3', '0'] },
    { id: 'flat_cut', when: ['"flat_cut"'], then: ['0.18', '0.25', '1', '0', '8', '25', '0.3', '0'] },
    { id: 'section', when: ['"section"'], then: ['0.08', '0.25', '1', '0.5', '8', '25', '0.3', '0'] },
    { id: 'turned', when: ['"turned"'], then: ['0.1', '0.4', '2', '0.5', '12', '25', '0.3', '2'] },
    { id: 'milled', when: ['"milled"'], then: ['0.1', '0.5', '2', '1', '8', '25', '0.3', '2.5'] },
    { id: 'wire_cut', when: ['"wire_cut"'], then: ['0.15', '0.5', '1', '3', '8', '25', '0.3', '0'] },
    { id: 'moulded', when: ['"moulded"'], then: ['0.03', '1', '1', '0', '8', '25', '0.3', '0'] },
    { id: 'stamped', when: ['"stamped"'], then: ['0.25', '1', '1', '0', '8', '25', '0.3', '0'] },
    { id: 'punched', when: ['"punched"'], then: ['0.2', '0.5', '1', '0', '8', '25', '0.3', '0'] },
    { id: 'others', when: ['-'], then: ['0.15', '0.5', '1', '0', '8', '25', '0.3', '0'] },
  ],
})

/** Laser speed by sheet thickness in mm, mild steel on a 3 kW fibre laser, and the time to pierce. */
export const cutSpeed = defineDecision('cut_speed', {
  label: { zh: '激光切割速度', en: 'Laser speed' },
  hit_policy: 'F',
  inputs: [
    {
      name: 'thickness',
      label: { zh: '板厚（mm）', en: 'Thickness (mm)' },
      expression: 'thickness',
      type: 'number',
    },
  ],
  outputs: [
    { name: 'm_per_min', label: { zh: '米/分钟', en: 'm/min' }, type: 'number', default: '3' },
    {
      name: 'pierce_seconds',
      label: { zh: '每次穿孔秒数', en: 'Seconds a pierce' },
      type: 'number',
      default: '1.5',
    },
  ],
  rules: [
    { id: 't1', when: ['<= 1'], then: ['25', '0.5'] },
    { id: 't2', when: ['<= 2'], then: ['12', '0.8'] },
    { id: 't3', when: ['<= 3'], then: ['6', '1'] },
    { id: 't6', when: ['<= 6'], then: ['3', '1.5'] },
    { id: 't10', when: ['<= 10'], then: ['1.5', '3'] },
    { id: 'thick', when: ['-'], then: ['0.8', '6'] },
  ],
})

/** How a material takes to chips and to the laser, mild steel being 1. */
export const machinability = defineDecision('machinability', {
  label: { zh: '材料可加工性（钢 = 1）', en: 'Machinability (steel = 1)' },
  hit_policy: 'F',
  inputs: [{ name: 'family', label: { zh: '材料类别', en: 'Family' }, expression: 'family', type: 'string' }],
  outputs: [
    { name: 'removal_factor', label: { zh: '切削系数', en: 'Removal factor' }, type: 'number', default: '1' },
    { name: 'cut_factor', label: { zh: '激光切割系数', en: 'Laser factor' }, type: 'number', default: '1' },
  ],
  rules: [
    { id: 'stainless', when: ['"stainless"'], then: ['0.6', '0.8'] },
    { id: 'aluminium', when: ['"aluminium"'], then: ['3', '0.9'] },
    { id: 'copper', when: ['"copper"'], then: ['1.5', '0.5'] },
    { id: 'titanium', when: ['"titanium"'], then: ['0.3', '0.6'] },
    { id: 'plastic', when: ['"plastic"'], then: ['4', '1'] },
    { id: 'iron', when: ['"iron"'], then: ['1.2', '0.8'] },
    { id: 'steel', when: ['-'], then: ['1', '1'] },
  ],
})

/**
 * A fillet with legs as thick as the sheet, at least 3 and at most 8 mm (5 where the thickness is unknown), a
 * tenth more for the bead: steel of
 * 7.85e-6 kg/mm³, 3 kg an hour of gas-metal arc while it burns, three tenths of the time. A single body whose
 * welds nobody stated has no time.
 */
const leg =
  '(if thickness_mm = null then 5 else if thickness_mm < 3 then 3 else if thickness_mm > 8 then 8 else thickness_mm)'
const welding = `if weld_mm != null then 1.1 * weld_mm * ${leg} * ${leg} / 2 * 0.00000785 / (3 / 60 * 0.3) + solids else if solids > 1 then 3 * (solids - 1) else null`

/**
 * Minutes of a piece by operation, as formulas over the figures of the drawing (`part/derive.ts` names them)
 * and the rules of thumb. Empty where a figure is missing: the item is then left out and said. The constants
 * are starting values to be replaced by the workshop's own; where the formulas come from: milling, turning
 * and drilling are volume ÷ removal rate and depth ÷ feed rate (Kalpakjian and Schmid, Manufacturing
 * Engineering and Technology, machining); sawing is section ÷ cutting rate in cm²/min, as makers of band saw
 * blades state it; punching counts hits, one for each hole and one for each step along the outline (turret
 * pressworking in Boothroyd, Dewhurst and Knight, Product Design for Manufacture and Assembly); welding is
 * weight of weld metal ÷ (deposition rate × operating factor) (ESAB, The Basics of Arc Welding, lesson 9:
 * estimating and comparing weld metal costs); cooling of a moulding grows with the square of its wall (here
 * 2.5 s/mm²).
 */
export const operationTime = defineDecision('operation_time', {
  label: { zh: '工序工时公式', en: 'Hours of an operation' },
  hit_policy: 'F',
  inputs: [
    { name: 'operation', label: { zh: '工序', en: 'Operation' }, expression: 'operation', type: 'string' },
  ],
  outputs: [
    { name: 'machine_type', label: { zh: '设备类型', en: 'Machine' }, type: 'string', default: '"other"' },
    { name: 'minutes', label: { zh: '单件分钟', en: 'Minutes a piece' } },
    {
      name: 'setup_hours',
      label: { zh: '每批准备工时', en: 'Set-up hours a batch' },
      default: 'setup_hours',
    },
  ],
  rules: [
    {
      id: 'laser',
      when: ['"laser"'],
      then: [
        '"laser"',
        'cut_length_mm / 1000 / (m_per_min * cut_factor) + pierces * pierce_seconds / 60',
        'setup_hours',
      ],
      note: { zh: '切割长度 ÷ 速度 + 穿孔', en: 'cut length ÷ speed + pierces' },
    },
    {
      id: 'punch',
      when: ['"punch"'],
      then: ['"punch"', '(pierces + cut_length_mm / 20) / 200', 'setup_hours'],
      note: { zh: '每 20 mm 一冲，每分钟 200 次', en: 'a hit every 20 mm, 200 hits a minute' },
    },
    {
      id: 'bending',
      when: ['"bending"'],
      then: ['"press_brake"', 'bends * seconds_a_bend / 60', 'setup_hours'],
      note: { zh: '折数 × 秒', en: 'bends × seconds' },
    },
    {
      id: 'saw',
      when: ['"saw"'],
      then: ['"saw"', '0.5 + section_mm2 / (4000 * removal_factor)', '0.1'],
      note: { zh: '截面 ÷ 40 cm²/min + 上料', en: 'section ÷ 40 cm²/min + loading' },
    },
    {
      id: 'drilling',
      when: ['"drilling"'],
      then: [
        '"drill"',
        'holes * minutes_a_hole + drilled_mm / (120 * removal_factor)',
        'if holes > 0 then 0.1 else 0',
      ],
      note: { zh: '每孔定位 + 深度 ÷ 120 mm/min', en: 'placing each hole + depth ÷ 120 mm/min' },
    },
    {
      id: 'milling',
      when: ['"milling"'],
      then: [
        '"cnc"',
        'removed_cm3 / (removal_cm3_min * removal_factor) + setups * clamp_minutes',
        'setup_hours * setups',
      ],
      note: { zh: '去除体积 ÷ 去除率 + 装夹', en: 'removed volume ÷ rate + clamping' },
    },
    {
      id: 'turning',
      when: ['"turning"'],
      then: [
        '"lathe"',
        'removed_cm3 / (removal_cm3_min * removal_factor) + setups * clamp_minutes',
        'setup_hours * setups',
      ],
      note: { zh: '去除体积 ÷ 去除率 + 装夹', en: 'removed volume ÷ rate + clamping' },
    },
    {
      id: 'wire_cut',
      when: ['"wire_cut"'],
      then: [
        '"wire_cut"',
        'wire_mm2 / 80 + (if pierces = null then 1 else pierces) * 2 + setups * clamp_minutes',
        'setup_hours',
      ],
      note: { zh: '切割面积 ÷ 80 mm²/min + 穿丝 2 分钟', en: 'cut area ÷ 80 mm²/min + threading 2 min' },
    },
    {
      id: 'moulding',
      when: ['"moulding"'],
      then: ['"moulding"', '(10 + 2.5 * wall_mm * wall_mm) / 60', 'setup_hours'],
      note: { zh: '注塑周期 10 s + 2.5 s × 壁厚²，一模一腔', en: 'cycle 10 s + 2.5 s × wall², one cavity' },
    },
    {
      id: 'press',
      when: ['"press"'],
      then: ['"press"', '1 / 30', 'setup_hours'],
      note: { zh: '每分钟 30 次', en: '30 strokes a minute' },
    },
    {
      id: 'deburring',
      when: ['"deburring"'],
      then: ['"bench"', '0.2', '0'],
      note: { zh: '每件 0.2 分钟', en: '0.2 minutes a piece' },
    },
    {
      id: 'welding',
      when: ['"welding"'],
      then: ['"welder"', welding, '0.25'],
      note: {
        zh: '焊缝熔敷量 ÷（3 kg/h × 0.3）+ 每件 1 分钟装点；未填焊缝长度时每个接缝 3 分钟',
        en: 'weld metal ÷ (3 kg/h × 0.3) + 1 minute a part to place and tack; 3 minutes a joint where no length of weld is stated',
      },
    },
    {
      id: 'assembly',
      when: ['"assembly"'],
      then: ['"bench"', '1.5 * solids', '0.25'],
      note: { zh: '每个零件 1.5 分钟', en: '1.5 minutes a part' },
    },
  ],
})
