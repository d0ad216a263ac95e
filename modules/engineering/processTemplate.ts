import { defineDecision, defineReaction, sayRows, type Work } from '../../model/index.ts'
import { drawing } from './drawing.ts'
import { operationKinds } from './operationKinds.ts'
import { templateKinds, type Template } from './templateKinds.ts'

/**
 * The typical ways of making that are shipped (TEC-03), each with its operations in their order. Chosen by
 * what the measuring takes the part for; an engineer may choose another, as only he knows what is punched
 * instead of cut, or welded instead of screwed. Rows of a table, so a company adds its own way or another
 * order of work.
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
    {
      id: 'sheet_metal',
      when: ['"sheet_metal", "flat_cut"'],
      then: ['"sheet_metal"', '["laser", "bending"]'],
      note: { zh: '钣金：激光切割、折弯', en: 'Sheet metal: laser, bending' },
    },
    {
      id: 'section',
      when: ['"section"'],
      then: ['"section"', '["saw", "drilling"]'],
      note: { zh: '型材：锯切、钻孔', en: 'Section: saw, drilling' },
    },
    {
      id: 'turned',
      when: ['"turned"'],
      then: ['"turned"', '["saw", "turning", "drilling"]'],
      note: { zh: '车削：锯料、车、钻孔', en: 'Turned: saw, lathe, drilling' },
    },
    {
      id: 'milled',
      when: ['"milled"'],
      then: ['"milled"', '["saw", "milling", "drilling"]'],
      note: { zh: '机械加工：锯料、CNC、钻孔', en: 'Machining: saw, CNC, drilling' },
    },
    {
      id: 'wire_cut',
      when: ['"wire_cut"'],
      then: ['"wire_cut"', '["wire_cut"]'],
      note: { zh: '线切割', en: 'Wire-cut' },
    },
    {
      id: 'moulded',
      when: ['"moulded"'],
      then: ['"moulded"', '["moulding", "deburring"]'],
      note: { zh: '注塑成型：注塑、修边', en: 'Injection moulding: moulding, trimming' },
    },
    {
      id: 'stamped',
      when: ['"stamped"'],
      then: ['"stamped"', '["press", "deburring"]'],
      note: { zh: '冲压成型：冲压、去毛刺', en: 'Stamping: press, deburring' },
    },
    {
      id: 'assembly',
      when: ['"assembly"'],
      then: ['"assembly"', '["assembly"]'],
      note: { zh: '装配：逐件加工后装配', en: 'Assembly: its parts, then assembled' },
    },
    {
      id: 'punched',
      when: ['"punched"'],
      then: ['"punched"', '["punch", "deburring", "bending"]'],
      note: { zh: '数控冲：冲孔落料、去毛刺、折弯', en: 'Punching: holes and outline, deburring, bending' },
    },
    {
      id: 'welded',
      when: ['"welded"'],
      then: ['"welded"', '["welding", "deburring"]'],
      note: { zh: '焊接：逐件加工后焊接、打磨', en: 'Welding: its parts, then welded and ground' },
    },
  ],
})

/**
 * The template of a process and its operations, for the drawing: as codes, which are worded where they are
 * read, and as Chinese text for sheets and searches. Nothing for a process without one.
 */
export async function templateFor(
  work: Work,
  process: string | null,
): Promise<{
  readonly template: Template | null
  readonly operations: string | null
  readonly steps: readonly Step[] | null
}> {
  const { result } = await work.decide('process_template', { process })
  const template =
    typeof result?.template === 'string' && result.template in templateKinds
      ? (result.template as Template)
      : null
  const steps = template ? stepsOf(result.operations) : []
  return {
    template,
    operations:
      sayRows(steps, operationKinds)
        .map(({ zh }) => zh)
        .join(' → ')
        .slice(0, 300) || null,
    steps: steps.length > 0 ? steps : null,
  }
}

interface Step {
  readonly code: string
}

/** An operation of the company's own goes by the name it has in the table. */
const stepsOf = (operations: unknown): readonly Step[] =>
  [operations ?? []].flat().map((one) => ({ code: String(one) }))

/** An engineer who names another process, or another template, gets its operations. */
export const followProcess = defineReaction('engineering.follow_process', {
  on: ['drawing.updated'],
  async run(work, event) {
    const { changes } = event.payload
    if (
      !changes ||
      'operations' in changes ||
      'measurement' in changes ||
      !('process' in changes || 'template' in changes)
    )
      return
    const row = await work.first(drawing, { where: 'id = wanted', with: { wanted: event.record } })
    if (row)
      await work.change(
        drawing,
        row.id,
        await templateFor(work, 'template' in changes ? row.template : row.process),
      )
  },
})
