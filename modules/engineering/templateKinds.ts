/**
 * The typical ways of making by name (TEC-03); their operations are rows of the decision `process_template`.
 */
export const templateKinds = {
  sheet_metal: { zh: '钣金', en: 'Sheet metal' },
  section: { zh: '型材', en: 'Section' },
  turned: { zh: '车削', en: 'Turning' },
  milled: { zh: '机械加工', en: 'Machining' },
  wire_cut: { zh: '线切割', en: 'Wire cutting' },
  moulded: { zh: '注塑成型', en: 'Injection moulding' },
  stamped: { zh: '冲压成型', en: 'Stamping' },
  assembly: { zh: '装配', en: 'Assembly' },
  punched: { zh: '数控冲', en: 'Punching' },
  welded: { zh: '焊接', en: 'Welding' },
} as const
export type Template = keyof typeof templateKinds
