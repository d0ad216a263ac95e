/** What is done to a part, by name; a company may have operations of its own in `process_template`. */
export const operationKinds = {
  laser: { zh: '激光切割', en: 'Laser cutting' },
  punch: { zh: '数控冲', en: 'Punching' },
  bending: { zh: '折弯', en: 'Bending' },
  saw: { zh: '锯切', en: 'Sawing' },
  drilling: { zh: '钻孔', en: 'Drilling' },
  milling: { zh: 'CNC 铣削', en: 'Milling' },
  turning: { zh: '车削', en: 'Turning' },
  wire_cut: { zh: '线切割', en: 'Wire cutting' },
  moulding: { zh: '注塑', en: 'Injection moulding' },
  press: { zh: '冲压', en: 'Stamping' },
  deburring: { zh: '去毛刺修边', en: 'Deburring' },
  welding: { zh: '焊接', en: 'Welding' },
  assembly: { zh: '装配', en: 'Assembly' },
} as const
export type Operation = keyof typeof operationKinds
