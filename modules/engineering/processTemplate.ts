import { defineDecision, defineReaction, type Work } from '../../model/index.ts'
import { drawing } from './drawing.ts'
import { templateKinds, type Template } from './templateKinds.ts'

/**
 * The typical ways of making that are shipped (TEC-03), each with its operations in their order. Chosen by what the measuring takes
 * the part for; an engineer may choose another, as only he knows what is punched instead of cut, or welded instead of screwed. Rows of a table, so a company adds its own way or another order of work.
 */
export const processTemplate = defineDecision('process_template', {
  label: { zh: '工艺模板', en: 'Process templates' },
  hit_policy: 'F',
  inputs: [{ name: 'process', label: { zh: '工艺', en: 'Process' }, expression: 'process', type: 'string' }],
  outputs: [
    { name: 'template', label: { zh: '模板', en: 'Template' }, type: 'string', default: 'null' },
    { name: 'operations', label: { zh: '工序', en: 'Operations' }, default: '[]' },
  ],
  rules: [
    { id: 'sheet_metal', when: ['"sheet_metal", "flat_cut"'], then: ['"sheet_metal"', '["laser", "bending"]'], note: { zh: '钣金：激光切割、折弯', en: 'Sheet metal: laser, bending' } },
    { id: 'section', when: ['"section"'], then: ['"section"', '["saw", "drilling"]'], note: { zh: '型材：锯切、钻孔', en: 'Section: saw, drilling' } },
    { id: 'turned', when: ['"turned"'], then: ['"turned"', '["saw", "turning", "drilling"]'], note: { zh: '车削：锯料、车、钻孔', en: 'Turned: saw, lathe, drilling' } },
    { id: 'milled', when: ['"milled"'], then: ['"milled"', '["saw", "milling", "drilling"]'], note: { zh: '机械加工：锯料、CNC、钻孔', en: 'Machining: saw, CNC, drilling' } },
    { id: 'wire_cut', when: ['"wire_cut"'], then: ['"wire_cut"', '["wire_cut"]'], note: { zh: '线切割', en: 'Wire-cut' } },
    { id: 'moulded', when: ['"moulded"'], then: ['"moulded"', '["moulding", "deburring"]'], note: { zh: '注塑成型：注塑、修边', en: 'Injection moulding: moulding, trimming' } },
    { id: 'stamped', when: ['"stamped"'], then: ['"stamped"', '["press", "deburring"]'], note: { zh: '冲压成型：冲压、去毛刺', en: 'Stamping: press, deburring' } },
    { id: 'assembly', when: ['"assembly"'], then: ['"assembly"', '["assembly"]'], note: { zh: '装配：逐件加工后装配', en: 'Assembly: its parts, then assembled' } },
    { id: 'punched', when: ['"punched"'], then: ['"punched"', '["punch", "deburring", "bending"]'], note: { zh: '数控冲：冲孔落料、去毛刺、折弯', en: 'Punching: holes and outline, deburring, bending' } },
    { id: 'welded', when: ['"welded"'], then: ['"welded"', '["welding", "deburring"]'], note: { zh: '焊接：逐件加工后焊接、打磨', en: 'Welding: its parts, then welded and ground' } },
  ],
})

/** The template of a process and its operations as a sentence, for the drawing; nothing for a process without one. */
export async function templateFor(work: Work, process: string | null): Promise<{ readonly template: Template | null; readonly operations: string | null }> {
  const { result } = await work.decide('process_template', { process })
  const template = typeof result?.template === 'string' && result.template in templateKinds ? (result.template as Template) : null
  return { template, operations: template ? wordsOf(result.operations) : null }
}

const wordsOf = (operations: unknown): string | null => {
  const words = [operations ?? []].flat().map((one) => operationKinds[one as Operation]?.zh ?? String(one)).join(' → ').slice(0, 300)
  return words || null
}

export const operationKinds = {
  laser: { zh: '激光切割', en: 'Laser cutting' }, punch: { zh: '数控冲', en: 'Punching' }, bending: { zh: '折弯', en: 'Bending' }, saw: { zh: '锯切', en: 'Sawing' },
  drilling: { zh: '钻孔', en: 'Drilling' }, milling: { zh: 'CNC 铣削', en: 'Milling' }, turning: { zh: '车削', en: 'Turning' }, wire_cut: { zh: '线切割', en: 'Wire cutting' },
  moulding: { zh: '注塑', en: 'Injection moulding' }, press: { zh: '冲压', en: 'Stamping' }, deburring: { zh: '去毛刺修边', en: 'Deburring' }, welding: { zh: '焊接', en: 'Welding' }, assembly: { zh: '装配', en: 'Assembly' },
} as const
export type Operation = keyof typeof operationKinds

/** An engineer who names another process, or another template, gets its operations. */
export const followProcess = defineReaction('engineering.follow_process', {
  on: ['drawing.updated'],
  async run(work, event) {
    const { changes } = event.payload
    if (!changes || 'operations' in changes || 'measurement' in changes || !('process' in changes || 'template' in changes)) return
    const row = await work.first(drawing, { where: 'id = wanted', with: { wanted: event.record } })
    if (row) await work.change(drawing, row.id, await templateFor(work, 'template' in changes ? row.template : row.process))
  },
})
