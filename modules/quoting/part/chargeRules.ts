import { defineDecision } from '../../../model/index.ts'

const charge = [
  { name: 'price', label: { zh: '单价（元）', en: 'Price (CNY)' }, type: 'number', default: '0' },
  {
    name: 'per',
    label: { zh: '计价单位（m2、kg、piece）', en: 'Per (m2, kg, piece)' },
    type: 'string',
    values: ['"m2"', '"kg"', '"piece"'],
    default: '"m2"',
  },
  {
    name: 'minimum',
    label: { zh: '每批起步价（元）', en: 'Least charge a batch (CNY)' },
    type: 'number',
    default: '0',
  },
] as const

/** Surface treatment by area or by weight, with what a batch costs at least. */
export const surfacePrice = defineDecision('surface_price', {
  label: { zh: '表面处理单价', en: 'Surface treatment' },
  hit_policy: 'F',
  inputs: [
    { name: 'surface', label: { zh: '表面处理', en: 'Surface' }, expression: 'surface', type: 'string' },
  ],
  outputs: charge,
  rules: [
    { id: 'powder', when: ['"powder"'], then: ['35', '"m2"', '0'] },
    { id: 'zinc', when: ['"zinc"'], then: ['22', '"m2"', '0'] },
    { id: 'anodise', when: ['"anodise"'], then: ['60', '"m2"', '0'] },
    { id: 'paint', when: ['"paint"'], then: ['40', '"m2"', '0'] },
    { id: 'hot_dip', when: ['"hot_dip"'], then: ['2.8', '"kg"', '100'] },
    { id: 'none', when: ['-'], then: ['0', '"m2"', '0'] },
  ],
})

/** Work given to others: price by weight, area or piece, with what a batch costs at least. */
export const outsourcingPrice = defineDecision('outsourcing_price', {
  label: { zh: '外协单价', en: 'Outsourcing' },
  hit_policy: 'F',
  inputs: [
    { name: 'service', label: { zh: '外协项目', en: 'Service' }, expression: 'service', type: 'string' },
  ],
  outputs: [
    ...charge,
    { name: 'zh', label: { zh: '名称', en: 'Name in Chinese' }, type: 'string', default: 'null' },
    { name: 'en', label: { zh: '英文名称', en: 'Name in English' }, type: 'string', default: 'null' },
  ],
  rules: [
    {
      id: 'heat_treatment',
      when: ['"heat_treatment"'],
      then: ['6', '"kg"', '120', '"热处理"', '"heat treatment"'],
    },
    { id: 'grinding', when: ['"grinding"'], then: ['8', '"piece"', '60', '"磨削"', '"grinding"'] },
    { id: 'engraving', when: ['"engraving"'], then: ['1.5', '"piece"', '30', '"刻字"', '"engraving"'] },
    { id: 'sandblasting', when: ['"sandblasting"'], then: ['15', '"m2"', '50', '"喷砂"', '"sandblasting"'] },
  ],
})

/** CNY an hour for machines that the ledger lacks; the ledger's own rate always comes first. */
export const standardRate = defineDecision('standard_rate', {
  label: { zh: '标准费率（台账缺设备时，元/小时）', en: 'Standard rates (CNY/h)' },
  hit_policy: 'F',
  inputs: [
    {
      name: 'machine_type',
      label: { zh: '设备类型', en: 'Machine' },
      expression: 'machine_type',
      type: 'string',
    },
  ],
  outputs: [
    { name: 'rate', label: { zh: '元/小时', en: 'CNY/h' }, type: 'number' },
    { name: 'note', label: { zh: '说明', en: 'Note' }, type: 'string' },
  ],
  rules: (
    [
      ['cnc', '80.5'],
      ['lathe', '58.3'],
      ['wire_cut', '26.4'],
      ['laser', '105.45'],
      ['press_brake', '61.47'],
      ['punch', '95'],
      ['saw', '35'],
      ['drill', '35'],
      ['moulding', '75'],
      ['press', '55'],
      ['bench', '40'],
      ['welder', '55'],
    ] as const
  ).map(([type, rate]) => ({
    id: type,
    when: [`"${type}"`],
    then: [rate, 'null'],
    note: { zh: '起始值', en: 'Starting value' },
  })),
})

/** The share of pieces that turn out good; what is spoiled is paid by the good ones. */
export const goodShare = defineDecision('good_share', {
  label: { zh: '合格率', en: 'Good share' },
  hit_policy: 'F',
  inputs: [
    { name: 'process', label: { zh: '工艺', en: 'Process' }, expression: 'process', type: 'string' },
    { name: 'batch', label: { zh: '批量', en: 'Batch' }, expression: 'batch', type: 'number' },
  ],
  outputs: [
    { name: 'good', label: { zh: '合格率（0–1）', en: 'Good share (0–1)' }, type: 'number', default: '1' },
    { name: 'note', label: { zh: '说明', en: 'Note' }, type: 'string', default: 'null' },
  ],
  rules: [
    {
      id: 'single',
      when: ['-', '< 10'],
      then: ['1', ''],
      note: { zh: '单件小批不计废品', en: 'Small batches: none' },
    },
    {
      id: 'sheet',
      when: ['"sheet_metal", "flat_cut", "section", "punched", "welded"', '-'],
      then: ['0.99', ''],
    },
    { id: 'chips', when: ['"turned", "milled", "wire_cut"', '-'], then: ['0.98', ''] },
    { id: 'formed', when: ['"moulded", "stamped"', '-'], then: ['0.97', ''] },
    { id: 'others', when: ['-', '-'], then: ['1', ''] },
  ],
})

/** What haste costs and patience saves, on the price, by days to delivery. */
export const leadTimeFactor = defineDecision('lead_time_factor', {
  label: { zh: '交期系数', en: 'Lead-time factor' },
  hit_policy: 'F',
  inputs: [{ name: 'days', label: { zh: '交期（天）', en: 'Days' }, expression: 'days', type: 'number' }],
  outputs: [
    { name: 'factor', label: { zh: '价格系数', en: 'Factor on the price' }, type: 'number', default: '1' },
    { name: 'tier', label: { zh: '档位', en: 'Tier' }, type: 'string', default: '"standard"' },
  ],
  rules: [
    { id: 'express', when: ['<= 3'], then: ['1.3', '"express"'], note: { zh: '特急', en: 'Express' } },
    { id: 'urgent', when: ['<= 7'], then: ['1.15', '"urgent"'], note: { zh: '加急', en: 'Urgent' } },
    { id: 'standard', when: ['<= 30'], then: ['1', '"standard"'], note: { zh: '标准', en: 'Standard' } },
    { id: 'relaxed', when: ['-'], then: ['0.97', '"relaxed"'], note: { zh: '宽松', en: 'Relaxed' } },
  ],
})
